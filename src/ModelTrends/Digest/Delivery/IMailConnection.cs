using MimeKit;

namespace ModelTrends.Digest.Delivery;

/// <summary>
/// How a message fared. Temporary: try again later. Refused: the address takes no mail, ever. Failed: this mail is refused for good, the
/// address may be fine. Barred: the server takes nothing from us, whoever it is for.
/// </summary>
public enum MailOutcome { Accepted, Temporary, Refused, Failed, Barred }

public sealed record MailResult(MailOutcome Outcome, string Answer);

/// <summary>Why no mail can be handed over now.</summary>
/// <param name="NeedsPerson">Waiting does not help: login, certificate, encryption.</param>
public sealed record MailFault(string Reason, bool NeedsPerson);

/// <summary>One conversation with where mail goes: a server, or the data folder. Not for two callers at once.</summary>
public interface IMailConnection : IAsyncDisposable
{
    /// <summary>Connects if needed, so that a server that is away costs no recipient an attempt.</summary>
    /// <returns>Null when a message can be sent.</returns>
    Task<MailFault?> ReadyAsync(CancellationToken cancellationToken);

    Task<MailResult> SendAsync(MimeMessage message, CancellationToken cancellationToken);
}
