using MimeKit;

namespace ModelTrends.Digest.Delivery;

/// <summary>How a message fared. Temporary: try again later. Refused: the address takes no mail, ever.</summary>
public enum MailOutcome { Accepted, Temporary, Refused }

public sealed record MailResult(MailOutcome Outcome, string Answer);

/// <summary>One conversation with where mail goes: a server, or the data folder. Not for two callers at once.</summary>
public interface IMailConnection : IAsyncDisposable
{
    Task<MailResult> SendAsync(MimeMessage message, CancellationToken cancellationToken);
}
