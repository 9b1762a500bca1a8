using System.Linq.Expressions;
using Hangfire;

namespace ModelTrends.Platform.Jobs;

/// <summary>Every recurring job, one line each: id, when (UTC), what, and why then.</summary>
public sealed class Schedule(IRecurringJobManager jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Every<TJob>(string id, string cron, Expression<Func<TJob, Task>> call) =>
        jobs.AddOrUpdate(id, call, cron, new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
}
