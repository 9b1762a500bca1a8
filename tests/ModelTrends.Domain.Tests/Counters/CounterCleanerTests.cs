using ModelTrends.Domain.Counters;

namespace ModelTrends.Domain.Tests.Counters;

/// <summary>The golden examples of docs/methodology.md.</summary>
public sealed class CounterCleanerTests
{
    private static readonly DateOnly First = new(2026, 3, 2);
    private static readonly HashSet<DateOnly> NoStall = [];

    [Fact]
    public void Days_without_an_observation_share_the_next_difference()
    {
        var clean = CounterCleaner.Clean([new(First, 100), new(First.AddDays(4), 140)], NoStall);

        clean.Flows.ShouldBe([.. Enumerable.Range(1, 4).Select(k => new DayFlow(First.AddDays(k), 10_000_000, FlowFlags.Interpolated))]);
    }

    [Fact]
    public void A_stall_is_spread_over_its_episode_and_the_sum_stays()
    {
        var clean = CounterCleaner.Clean(Daily(100, 110, 110, 130), new HashSet<DateOnly> { First.AddDays(2) });

        Amounts(clean).ShouldBe([10, 10, 10]);
        clean.Flows[1].Flags.ShouldBe(FlowFlags.Stall);
        clean.Flows[2].Flags.ShouldBe(FlowFlags.Stall);
    }

    [Fact]
    public void A_drop_that_recovers_is_spread_evenly()
    {
        var clean = CounterCleaner.Clean(Daily(100, 110, 120, 90, 95, 140), NoStall);

        Amounts(clean).ShouldBe([10, 10, 6.666667m, 6.666666m, 6.666667m]);
        Amounts(clean).Sum().ShouldBe(40);
        clean.Flows[2].Flags.ShouldBe(FlowFlags.Rollback);
        clean.Corrections.ShouldBeEmpty();
    }

    [Fact]
    public void A_drop_that_stays_is_a_correction_and_no_negative_flow()
    {
        var clean = CounterCleaner.Clean(Daily(100, 110, 50, 52, 54, 56, 58, 60, 62, 64, 66), NoStall);

        clean.Corrections.ShouldBe([new Correction(First.AddDays(2), -60)]);
        Amounts(clean).ShouldBe([10, 0, 2, 2, 2, 2, 2, 2, 2, 2]);
        clean.Flows[1].Flags.ShouldBe(FlowFlags.Correction);
    }

    [Fact]
    public void A_drop_that_may_still_recover_leaves_its_days_open()
    {
        var clean = CounterCleaner.Clean(Daily(100, 110, 50, 52), NoStall);

        Amounts(clean).ShouldBe([10]);
        clean.OpenSince.ShouldBe(First.AddDays(1));
    }

    [Fact]
    public void The_first_observation_gives_no_flow_unless_the_model_is_new()
    {
        CounterCleaner.Clean(Daily(500, 510), NoStall).Flows.Count.ShouldBe(1);

        var fresh = CounterCleaner.Clean(Daily(500, 510), NoStall, First.AddDays(-2));
        Amounts(fresh).ShouldBe([250, 250, 10]);
        fresh.Flows[0].Flags.ShouldBe(FlowFlags.New | FlowFlags.Interpolated);
    }

    [Fact]
    public void Readings_out_of_order_are_refused() =>
        Should.Throw<ArgumentException>(() => CounterCleaner.Clean([new(First, 1), new(First, 2)], NoStall)).Message.ShouldContain("2026-03-02");

    private static IReadOnlyList<Reading> Daily(params long[] values) => [.. values.Select((value, i) => new Reading(First.AddDays(i), value))];

    private static decimal[] Amounts(CleanSeries clean) => [.. clean.Flows.Select(flow => flow.Millionths / 1_000_000m)];
}
