using ModelTrends.Domain.Counters;

namespace ModelTrends.Domain.Tests.Counters;

public sealed class StallDetectorTests
{
    private static readonly DateOnly First = new(2026, 3, 2);

    [Fact]
    public void A_day_far_below_the_median_is_a_stall() => Find(100, 104, 98, 101, 99, 100, 5, 195, 100).ShouldBe([First.AddDays(6)]);

    [Fact]
    public void A_quarter_of_the_large_models_standing_still_is_a_stall()
    {
        var days = Totals(100, 104, 98, 101, 99, 100, 90, 110).ToArray();
        days[6] = days[6] with { LargeModels = 400, LargeUnmoved = 100 };

        StallDetector.Find(days).ShouldBe([First.AddDays(6)]);
    }

    [Fact]
    public void A_dip_made_up_the_next_day_is_a_stall() => Find(100, 104, 98, 101, 99, 100, 60, 140, 100).ShouldBe([First.AddDays(6)]);

    [Fact]
    public void A_dip_made_up_the_day_before_makes_that_day_s_reading_the_wrong_one() => Find(100, 104, 98, 101, 99, 140, 60, 100).ShouldBe([First.AddDays(5)]);

    [Fact]
    public void A_quiet_weekend_is_not_a_stall() => Find(100, 104, 98, 101, 99, 75, 72, 100, 101, 100, 102, 99, 74, 70, 100).ShouldBeEmpty();

    [Fact]
    public void A_dip_that_nothing_makes_up_for_is_low_and_not_a_stall()
    {
        var totals = Enumerable.Repeat(100m, 21).Append(60).Concat(Enumerable.Repeat(100m, 3)).ToArray();

        Find(totals).ShouldBeEmpty();
        StallDetector.LowDays([.. totals.Select((total, i) => (First.AddDays(i), total))]).ShouldBe([First.AddDays(21)]);
    }

    [Fact]
    public void Totals_are_gathered_model_by_model()
    {
        var days = Enumerable.Range(0, 8).Select(i => First.AddDays(i)).ToArray();
        var totals = new HubTotals(days);
        totals.Add([.. days.Select((day, i) => new Reading(day, i == 7 ? 6 * 3000 : i * 3000))]);
        totals.Add([new(days[0], 50), new(days[1], 40), new(days[3], 70)]);

        var gathered = totals.Days();
        gathered[0].ShouldBe((new HubDay(days[1], 1, 3000, 0, 0), -10));
        gathered[2].Day.Total.ShouldBe(3000);
        gathered[^1].Day.ShouldBe(new HubDay(days[7], 1, 0, 1, 1));
    }

    private static IReadOnlySet<DateOnly> Find(params decimal[] totals) => StallDetector.Find([.. Totals(totals)]);

    private static IEnumerable<HubDay> Totals(params decimal[] totals) => totals.Select((total, i) => new HubDay(First.AddDays(i), 1, total, 0, 0));
}
