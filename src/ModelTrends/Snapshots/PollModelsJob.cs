using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;

namespace ModelTrends.Snapshots;

/// <summary>
/// A poll as a job. After a failure of the Hub it makes the next attempt's appointment itself, so that the set can tell its time; after one of
/// ours (a full disk, a step that follows the observation) Hangfire repeats it, and what is stored already is not fetched again.
/// </summary>
public sealed class PollModelsJob(PollModels poll, ModelTrendsDb db, IBackgroundJobClient jobs, IOptions<PollOptions> options, TimeProvider clock)
{
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 600, 3600], ExceptOn = [typeof(PollFailedException)])]
    public async Task RunAsync(PollScope scope, CancellationToken cancellationToken)
    {
        try
        {
            await poll.RunAsync(scope, null, options.Value.RetryAfter, null, cancellationToken);
        }
        catch (PollFailedException failure) when (!failure.IsCredentials)
        {
            jobs.Schedule<PollModelsJob>(job => job.TryAgainAsync(scope, CancellationToken.None), options.Value.RetryAfter);
            throw;
        }
    }

    /// <summary>
    /// Keeps the appointment a failure made, unless a poll in between succeeded or made a later one: otherwise every hour without a Hub
    /// would add one more chain of attempts.
    /// </summary>
    [AutomaticRetry(Attempts = 3, DelaysInSeconds = [60, 600, 3600], ExceptOn = [typeof(PollFailedException)])]
    public async Task TryAgainAsync(PollScope scope, CancellationToken cancellationToken)
    {
        var last = await db.Set<ObservationSet>().AsNoTracking().Where(set => set.Scope == scope).OrderByDescending(set => set.Day).ThenByDescending(set => set.Id).FirstOrDefaultAsync(cancellationToken);
        if (last is { State: SetState.Failed, NextAttemptAt: { } due } && due <= clock.GetUtcNow())
            await RunAsync(scope, cancellationToken);
    }
}

/// <summary>A machine that has never polled does so when it starts, not at three in the morning.</summary>
public sealed class FirstPoll(IServiceScopeFactory scopes, IBackgroundJobClient jobs, IOptions<PollOptions> options, TimeProvider clock, ILogger<FirstPoll> logger) : BackgroundWork(clock, logger)
{
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.PollOnStart)
            return;
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<ObservationSet>().AnyAsync(set => set.Scope != PollScope.Archive, stoppingToken))
            return;
        foreach (var first in new[] { PollScope.Trending, PollScope.Hub })
            jobs.Enqueue<PollModelsJob>(job => job.RunAsync(first, CancellationToken.None));
    }
}
