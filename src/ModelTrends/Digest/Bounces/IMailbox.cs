using MailKit;
using MailKit.Security;
using MimeKit;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest.Bounces;

/// <summary>The mailbox of bounces, by either protocol: look at the headers, fetch what is a notice, remove what was understood.</summary>
public interface IMailbox : IAsyncDisposable
{
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Messages not looked at before, with a name that stays.</summary>
    Task<IReadOnlyList<Letter>> ListAsync(CancellationToken cancellationToken);

    Task<MimeMessage> ReadAsync(Letter letter, CancellationToken cancellationToken);

    Task RemoveAsync(Letter letter, CancellationToken cancellationToken);

    /// <summary>What stays is for people; the next look passes it by.</summary>
    Task LeaveAsync(Letter letter, CancellationToken cancellationToken);

    /// <summary>Makes the removals last.</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}

/// <param name="Index">Where it stands in this session.</param>
/// <param name="IsNotice">By its headers.</param>
public sealed record Letter(int Index, string Name, bool IsNotice);

internal static class MailboxSecurity
{
    public static SecureSocketOptions Of(BounceOptions options, int secure) =>
        !options.UseTls ? SecureSocketOptions.None : options.PortOr(secure) == secure ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;

    public static async Task ConnectAsync(IMailService service, BounceOptions options, int secure, CancellationToken cancellationToken)
    {
        if (options.CaFile is { Length: > 0 } authority)
            (service.ServerCertificateValidationCallback, service.CheckCertificateRevocation) = (OwnAuthority.Trusting(authority), false);
        service.Timeout = (int)options.Timeout.TotalMilliseconds;
        await service.ConnectAsync(options.Host!, options.PortOr(secure), Of(options, secure), cancellationToken);
        await service.AuthenticateAsync(options.User ?? "", options.Password ?? "", cancellationToken);
    }
}
