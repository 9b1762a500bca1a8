using Hangfire;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest;

/// <summary>Composes last week's issue and sends it. Run twice, or by two workers, everybody still gets one mail.</summary>
public sealed class SendWeeklyDigestJob(ComposeDigest compose, SendDigest send, TimeProvider clock)
{
    /// <summary>The Monday of the last week that is over.</summary>
    public static DateOnly LastWeek(TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - 7);
    }

    [AutomaticRetry(Attempts = 20)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var issue = await compose.RunAsync(LastWeek(clock), cancellationToken);
        await send.RunAsync(issue.Id, null, cancellationToken);
    }
}
