using System.Linq.Expressions;
using Hangfire;
using Microsoft.Extensions.Options;
using ModelTrends.Data.Tables;
using ModelTrends.Digest;
using ModelTrends.Digest.Bounces;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Hosting;
using ModelTrends.Snapshots;
using ModelTrends.Snapshots.Backfill;

namespace ModelTrends.Platform.Jobs;

/// <summary>Every recurring job, one line each: id, when (UTC), what, and why then.</summary>
public sealed class Schedule(
    IRecurringJobManager jobs, IOptions<DigestOptions> digest, IOptions<BackfillOptions> backfill, IOptions<BounceOptions> bounces, TimeProvider clock, ILogger<Schedule> logger)
    : BackgroundWork(clock, logger)
{
    protected override Task RunAsync(CancellationToken stoppingToken)
    {
        // Past the full hour, when every other poller asks.
        Every<PollModelsJob>("poll-trending", "7 * * * *", job => job.RunAsync(PollScope.Trending, CancellationToken.None));
        // Early, so that a walk slowed down or tried again still ends on its day; the Hub counts in a batch whose hour is not known.
        Every<PollModelsJob>("poll-hub", "0 3 * * *", job => job.RunAsync(PollScope.Hub, CancellationToken.None));
        // After the walk, with which it shares the quota.
        Every<PollModelsJob>("poll-labs", "0 5 * * *", job => job.RunAsync(PollScope.Labs, CancellationToken.None));
        // Two hours after the daily dump is usually committed; without the setting only a person starts it, by the verb or at /jobs.
        Every<BackfillDaysJob>("backfill", backfill.Value.Daily ? "0 16 * * *" : Cron.Never(), job => job.RunAsync(CancellationToken.None));
        // The week before is over and the night's walk is in; the setting Digest__Cron may say another time.
        Every<SendWeeklyDigestJob>("digest", digest.Value.Cron, job => job.RunAsync(CancellationToken.None));
        // Addresses that were never confirmed go; when in the day does not matter.
        Every<ForgetSubscriptionsJob>("forget-subscriptions", "40 4 * * *", job => job.RunAsync(CancellationToken.None));
        // Where a mailbox is set; mail servers report within minutes, so that the next issue spares the address.
        if (string.IsNullOrWhiteSpace(bounces.Value.Host))
            jobs.RemoveIfExists("read-bounces");
        else
            Every<ReadBouncesJob>("read-bounces", bounces.Value.Cron, job => job.RunAsync(CancellationToken.None));
        return Task.CompletedTask;
    }

    private void Every<TJob>(string id, string cron, Expression<Func<TJob, Task>> call) =>
        jobs.AddOrUpdate(id, call, cron, new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
}
