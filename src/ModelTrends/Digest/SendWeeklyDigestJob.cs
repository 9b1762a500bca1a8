using Hangfire;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;

namespace ModelTrends.Digest;

/// <summary>Composes last week's issue and has it sent. Run twice, the issue is the one that is there.</summary>
public sealed class SendWeeklyDigestJob(ComposeDigest compose, IBackgroundJobClient jobs, TimeProvider clock)
{
    /// <summary>The Monday of the last week that is over.</summary>
    public static DateOnly LastWeek(TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - 7);
    }

    /// <summary>The sending is a job of its own that knows its issue: tried again after midnight on Sunday, it is still the same week.</summary>
    [AutomaticRetry(Attempts = 20)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var issue = await compose.RunAsync(LastWeek(clock), cancellationToken);
        if (issue.State is IssueState.Composed or IssueState.Sending)
            jobs.Enqueue<SendIssueJob>(job => job.RunAsync(issue.Id, CancellationToken.None));
    }
}
