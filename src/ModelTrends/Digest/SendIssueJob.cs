using Hangfire;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest;

/// <summary>Sends an issue, or goes on with it. Run twice, or by two workers, everybody still gets one mail; a paused issue stays paused.</summary>
public sealed class SendIssueJob(SendDigest send)
{
    [AutomaticRetry(Attempts = 20)]
    public Task RunAsync(int issueId, CancellationToken cancellationToken) => send.RunAsync(issueId, null, cancellationToken);
}
