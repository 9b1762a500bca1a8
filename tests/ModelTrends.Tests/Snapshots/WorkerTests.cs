using Hangfire;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Platform.Hosting;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

/// <summary>A worker as it runs in production: Hangfire on PostgreSQL, against the simulated Hub.</summary>
public sealed class WorkerTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_worker_that_has_never_polled_polls_the_list_and_the_Hub_at_once()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 1500, Day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) });
        await using var site = await StartAsync(hub, pollOnStart: true);

        var sets = await WaitAsync(site, all => all.Count(set => set.State == SetState.Complete) == 2);

        sets.Select(set => set.Scope).Order().ShouldBe([PollScope.Hub, PollScope.Trending]);
        sets.Single(set => set.Scope == PollScope.Hub).Models.ShouldBe(hub.Hub.TruthOf(hub.Hub.Day).Models);
    }

    [Fact]
    public async Task A_failed_poll_has_one_appointment_with_Hangfire_and_says_when()
    {
        await using var site = await StartAsync(hub: null, pollOnStart: true);

        var sets = await WaitAsync(site, all => all.Count(set => set.State == SetState.Failed) == 2);

        sets.ShouldAllBe(set => set.Error!.Contains("127.0.0.1") && set.NextAttemptAt != null);
        var monitor = site.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        await UntilAsync(() => Task.FromResult(monitor.ScheduledCount() == 2));
        var due = monitor.ScheduledJobs(0, 10).Select(job => new DateTimeOffset(job.Value.EnqueueAt, TimeSpan.Zero)).Order().ToList();
        due.Zip(sets.Select(set => set.NextAttemptAt!.Value).Order()).ShouldAllBe(pair => (pair.First - pair.Second).Duration() < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_recurring_polls_are_hourly_and_daily_and_in_UTC()
    {
        await using var site = await StartAsync(hub: null, pollOnStart: false);
        using var storage = site.Services.GetRequiredService<JobStorage>().GetConnection();

        await UntilAsync(() => Task.FromResult(storage.GetRecurringJobs().Count(job => job.Id.StartsWith("poll-", StringComparison.Ordinal)) == 3));
        var jobs = storage.GetRecurringJobs().Where(job => job.Id.StartsWith("poll-", StringComparison.Ordinal)).ToDictionary(job => job.Id, job => (job.Cron, job.TimeZoneId), StringComparer.Ordinal);

        jobs.Keys.Order(StringComparer.Ordinal).ShouldBe(["poll-hub", "poll-labs", "poll-trending"]);
        jobs.Values.ShouldAllBe(job => job.TimeZoneId == "UTC");
        jobs["poll-trending"].Cron.ShouldEndWith(" * * * *");
    }

    private async Task<TestSite> StartAsync(HubSimulatorServer? hub, bool pollOnStart)
    {
        var database = new TestDatabase(postgres);
        await database.InitializeWithSampleAsync();
        return await TestSite.StartAsync(database, builder =>
        {
            builder.Configuration["Hub:BaseUrl"] = hub?.Address.ToString() ?? "http://127.0.0.1:1";
            builder.Configuration["Hub:Retries"] = "0";
            builder.Configuration["Hub:PollOnStart"] = pollOnStart ? "true" : "false";
            // A failed poll is told in the log; here it is meant.
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Fatal";
        }, Roles.Web | Roles.Worker);
    }

    private static async Task<List<ObservationSet>> WaitAsync(TestSite site, Func<List<ObservationSet>, bool> isDone)
    {
        var sets = new List<ObservationSet>();
        await UntilAsync(async () =>
        {
            await using var scope = site.Services.CreateAsyncScope();
            sets = await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<ObservationSet>().AsNoTracking().Where(set => set.Scope != PollScope.Archive).ToListAsync();
            return isDone(sets);
        });
        return sets;
    }

    /// <summary>A minute and a half: a hundred times what it takes on a quiet machine.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        for (var i = 0; i < 900; i++)
        {
            if (await isDone()) return;
            await Task.Delay(100);
        }

        Assert.Fail("It did not happen within ninety seconds.");
    }
}
