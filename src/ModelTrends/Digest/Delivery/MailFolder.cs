using System.Security.Cryptography;
using System.Text;
using MimeKit;
using ModelTrends.Platform;

namespace ModelTrends.Digest.Delivery;

/// <summary>Where mail goes without a server: a file a message in the data folder. The same message twice is the same file.</summary>
public sealed class MailFolder(string folder, MailSignature signature) : IMailConnection
{
    public Task<MailFault?> ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            PrivateFiles.MakeFolder(folder);
            return Task.FromResult<MailFault?>(null);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<MailFault?>(new MailFault(closed.Message, NeedsPerson: true));
        }
    }

    public async Task<MailResult> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        PrivateFiles.MakeFolder(folder);
        signature.Sign(message, FormatOptions.Default);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.MessageId ?? "")))[..24] + ".eml";
        var path = Path.Combine(folder, name);
        try
        {
            // Written aside and moved, so that a file that is there is whole.
            await using (var file = PrivateFiles.Create(path + ".part"))
                await message.WriteToAsync(file, cancellationToken);
            File.Move(path + ".part", path, overwrite: true);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return new MailResult(MailOutcome.Temporary, full.Message);
        }

        return new MailResult(MailOutcome.Accepted, "written to " + name);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
