using MimeKit;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Tests.Digest;

public sealed class MailFolderTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"mt-mail-{Guid.NewGuid():n}");

    [Fact]
    public async Task A_mail_holds_an_address_and_a_key_so_only_its_own_account_reads_it_also_in_a_folder_that_was_open()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }

        Directory.CreateDirectory(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        await using var mail = new MailFolder(_folder, new MailSignature(new SmtpOptions()));
        using var message = new MimeMessage([new MailboxAddress(null, "a@example.org")], [new MailboxAddress(null, "b@example.org")], "x", new TextPart("plain") { Text = "x" });

        (await mail.ReadyAsync(CancellationToken.None)).ShouldBeNull();
        (await mail.SendAsync(message, CancellationToken.None)).Outcome.ShouldBe(MailOutcome.Accepted);
        var file = Directory.GetFiles(_folder).ShouldHaveSingleItem();
        File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("644", 8));
        await mail.SendAsync(message, CancellationToken.None);

        File.GetUnixFileMode(_folder).ShouldBe((UnixFileMode)Convert.ToInt32("700", 8));
        File.GetUnixFileMode(file).ShouldBe((UnixFileMode)Convert.ToInt32("600", 8));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
