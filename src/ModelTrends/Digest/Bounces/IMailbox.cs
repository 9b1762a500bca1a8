using MailKit;
using MailKit.Security;
using MimeKit;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest.Bounces;

/// <summary>The mailbox of bounces, by either protocol: look at the headers, fetch what may be a notice, remove what was stored.</summary>
public interface IMailbox : IAsyncDisposable
{
    bool IsConnected { get; }

    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Messages not looked at before, with a name that stays.</summary>
    Task<IReadOnlyList<Letter>> ListAsync(CancellationToken cancellationToken);

    /// <summary>By its headers.</summary>
    Task<bool> MayBeNoticeAsync(Letter letter, CancellationToken cancellationToken);

    Task<MimeMessage> ReadAsync(Letter letter, CancellationToken cancellationToken);

    Task RemoveAsync(Letter letter, CancellationToken cancellationToken);

    /// <summary>What stays is for people; the next look passes it by.</summary>
    Task LeaveAsync(Letter letter, CancellationToken cancellationToken);

    /// <summary>Makes the removals last.</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}

/// <param name="Index">Where it stands in this session.</param>
public sealed record Letter(int Index, string Name);

internal static class MailboxSecurity
{
    public static SecureSocketOptions Of(BounceOptions options, int secure) =>
        !options.UseTls ? SecureSocketOptions.None : options.PortOr(secure) == secure ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;

    public static async Task ConnectAsync(IMailService service, BounceOptions options, MailTokens tokens, LastRefusal refusal, int secure, CancellationToken cancellationToken)
    {
        if (options.CaFile is { Length: > 0 } authority)
            (service.ServerCertificateValidationCallback, service.CheckCertificateRevocation) = (OwnAuthority.Trusting(authority), false);
        service.Timeout = (int)options.Timeout.TotalMilliseconds;
        await service.ConnectAsync(options.Host!, options.PortOr(secure), Of(options, secure), cancellationToken);
        try
        {
            await tokens.LogInAsync(service, options.User ?? "", options.Password, options.OAuth, cancellationToken);
        }
        catch (AuthenticationException fault) when (refusal.Words is { } words && !fault.Message.Contains(words, StringComparison.Ordinal))
        {
            throw new AuthenticationException($"{fault.Message} {words}", fault);
        }
    }
}
