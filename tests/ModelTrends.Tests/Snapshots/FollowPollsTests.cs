using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Snapshots;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

/// <summary>What follows a poll is done in the end, also when the process dies between the last page and the numbers.</summary>
public sealed class FollowPollsTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 11, 12);

    [Fact]
    public async Task Numbers_that_a_broken_step_left_out_are_worked_out_by_the_next_poll_of_the_day_without_asking_the_Hub()
    {
        var step = new BreakingStep { IsBroken = true };
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day }, builder => builder.Services.AddSingleton<IAfterObservation>(step));
        await Should.ThrowAsync<InvalidOperationException>(hub.PollAsync());
        var stored = (await hub.SetsAsync()).Single();
        stored.State.ShouldBe(SetState.Complete);
        (await DerivedAsync(hub)).ShouldBeEmpty();
        var requests = hub.Server.Requests.Count;
        step.IsBroken = false;

        var report = await hub.PollAsync();

        report.End.ShouldBe(PollEnd.AlreadyDone);
        (await DerivedAsync(hub)).ShouldBe([(Day, stored.Id)]);
        hub.Server.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task The_next_days_poll_works_out_the_days_before_it_too()
    {
        var step = new BreakingStep { IsBroken = true };
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day }, builder => builder.Services.AddSingleton<IAfterObservation>(step));
        await Should.ThrowAsync<InvalidOperationException>(hub.PollAsync());
        step.IsBroken = false;
        hub.Server.Hub.Day = Day.AddDays(1);

        await hub.PollAsync();

        (await DerivedAsync(hub)).Select(day => day.Day).ShouldBe([Day, Day.AddDays(1)]);
        step.Changes.Last().ShouldBe(new ObservationChange(step.Changes[0].SourceId, Day, Day.AddDays(1)));
        hub.Server.Hub.Day = Day.AddDays(2);
        await hub.PollAsync();
        step.Changes.Last().ShouldBe(new ObservationChange(step.Changes[0].SourceId, Day.AddDays(2), Day.AddDays(2)));
    }

    [Fact]
    public async Task A_partial_poll_is_followed_once()
    {
        var step = new BreakingStep();
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day }, builder => builder.Services.AddSingleton<IAfterObservation>(step));
        await hub.PollAsync();
        hub.Server.Hub.ById.Where(hub.Server.Hub.IsListed).Take(30).ToList().ForEach(model => hub.Server.Hub.SetPrivate(model.Name, true));
        hub.Server.Hub.Day = Day.AddDays(1);

        (await hub.PollAsync()).Set!.Quality.ShouldBe(SetQuality.Partial);
        await hub.PollAsync();

        step.Changes.Select(change => change.LastDay).ShouldBe([Day, Day.AddDays(1)]);
    }

    private static Task<List<(DateOnly Day, int SetId)>> DerivedAsync(PollFixture hub) => hub.AskAsync(async db =>
        (await db.Set<TrendDay>().AsNoTracking().Where(day => day.DerivedAt != null && day.SetId != null).OrderBy(day => day.Day).ToListAsync()).ConvertAll(day => (day.Day, day.SetId!.Value)));

    /// <summary>Stands where the process dies: before flows and totals.</summary>
    private sealed class BreakingStep : IAfterObservation
    {
        public bool IsBroken { get; set; }

        public List<ObservationChange> Changes { get; } = [];

        public int Order => 150;

        public Task RunAsync(ObservationChange change, CancellationToken cancellationToken)
        {
            Changes.Add(change);
            return IsBroken ? throw new InvalidOperationException("No space left on device") : Task.CompletedTask;
        }
    }
}
