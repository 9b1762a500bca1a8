using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Snapshots;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

public sealed class PollModelsJobTests(PostgresServer postgres)
{
    [Fact]
    public async Task An_appointment_that_a_later_failure_replaced_is_not_kept_so_attempts_do_not_multiply()
    {
        await using var fixture = await PollFixture.StartAsync(
            postgres, new SimulatorOptions { Models = 10 }, ("Hub:BaseUrl", "http://127.0.0.1:1"), ("Hub:Retries", "0"), ("Hub:RetryAfter", "00:01:00"));
        await Should.ThrowAsync<PollFailedException>(() => RunAsync(fixture, (job, cancel) => job.RunAsync(PollScope.Trending, cancel)));
        var first = (await fixture.SetsAsync()).Single();

        await RunAsync(fixture, (job, cancel) => job.TryAgainAsync(PollScope.Trending, cancel));
        (await fixture.SetsAsync()).Single().NextAttemptAt.ShouldBe(first.NextAttemptAt);

        var clock = fixture.App.Services.GetRequiredService<TimeProvider>();
        while (clock.GetUtcNow() < first.NextAttemptAt)
            await Task.Delay(50);
        await Should.ThrowAsync<PollFailedException>(() => RunAsync(fixture, (job, cancel) => job.TryAgainAsync(PollScope.Trending, cancel)));
        (await fixture.SetsAsync())[^1].NextAttemptAt!.Value.ShouldBeGreaterThan(first.NextAttemptAt!.Value);
    }

    private static async Task RunAsync(PollFixture fixture, Func<PollModelsJob, CancellationToken, Task> run)
    {
        await using var services = fixture.App.Services.CreateAsyncScope();
        await run(services.ServiceProvider.GetRequiredService<PollModelsJob>(), CancellationToken.None);
    }
}
