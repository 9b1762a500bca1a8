using CsCheck;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class CrossingTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    /// <summary>Two series of runs, so that long stretches above and below occur; now and then days without observation.</summary>
    private static readonly Gen<(DateOnly Day, decimal A, decimal B)[]> Pairs =
        Gen.Select(Gen.Int[1, 45], Gen.Int[-2, 2], Gen.Int[1, 3]).Array[0, 8].Select(runs =>
        {
            var day = First;
            var points = new List<(DateOnly, decimal, decimal)>();
            foreach (var (length, lead, step) in runs)
            {
                for (var i = 0; i < length; i++, day = day.AddDays(step))
                    points.Add((day, 100 + lead, 100));
            }

            return points.ToArray();
        });

    [Fact]
    public void Twenty_eight_days_above_are_a_crossing_dated_by_the_first() =>
        Crossing.Find(Series(-1, 5, 1, 28)).ShouldBe(new CrossingResult(First.AddDays(5), false));

    [Fact]
    public void Twenty_seven_days_above_are_none() => Crossing.Find(Series(-1, 5, 1, 27)).ShouldBe(new CrossingResult(null, false));

    [Fact]
    public void A_day_of_equality_begins_the_count_anew() =>
        Crossing.Find(Series(-1, 5, 1, 20, 0, 1, 1, 28)).ShouldBe(new CrossingResult(First.AddDays(26), false));

    [Fact]
    public void Above_from_the_first_day_is_older_than_the_data() => Crossing.Find(Series(1, 40)).ShouldBe(new CrossingResult(null, true));

    [Fact]
    public void Above_at_first_but_not_for_long_leaves_room_for_a_crossing_later() =>
        Crossing.Find(Series(1, 10, -1, 3, 1, 30)).ShouldBe(new CrossingResult(First.AddDays(13), false));

    [Fact]
    public void The_crossing_stays_though_the_series_fall_back_later() =>
        Crossing.Find(Series(-1, 1, 1, 28, -1, 60, 1, 60)).Day.ShouldBe(First.AddDays(1));

    [Fact]
    public void Nothing_observed_is_no_crossing() => Crossing.Find([]).ShouldBe(new CrossingResult(null, false));

    [Fact]
    public void A_crossing_is_above_on_every_observed_day_of_its_28_and_not_the_day_before() => Pairs.Sample(points =>
    {
        if (Crossing.Find(points).Day is not { } day) return;
        points.Where(p => p.Day >= day && p.Day < day.AddDays(Crossing.DaysAbove)).ShouldAllBe(p => p.A > p.B);
        points[^1].Day.ShouldBeGreaterThanOrEqualTo(day.AddDays(Crossing.DaysAbove - 1));
        var before = points.Last(p => p.Day < day);
        before.A.ShouldBeLessThanOrEqualTo(before.B);
    });

    [Fact]
    public void No_earlier_day_would_have_been_a_crossing() => Pairs.Sample(points =>
    {
        var found = Crossing.Find(points);
        for (var i = 1; i < points.Length && (found.Day is null || points[i].Day < found.Day); i++)
        {
            if (points[i - 1].A > points[i - 1].B || found.AlreadyAbove) continue;
            var holds = points.Skip(i).TakeWhile(p => p.A > p.B).ToArray();
            (holds.Length > 0 && holds[^1].Day.DayNumber - holds[0].Day.DayNumber >= Crossing.DaysAbove - 1).ShouldBeFalse();
        }
    });

    [Fact]
    public void Swapping_the_series_is_the_same_as_turning_both_upside_down() => Pairs.Sample(points =>
        Crossing.Find([.. points.Select(p => (p.Day, p.B, p.A))]).ShouldBe(Crossing.Find([.. points.Select(p => (p.Day, -p.A, -p.B))])));

    [Fact]
    public void One_cannot_cross_while_the_other_stays_above() => Pairs.Sample(points =>
    {
        var (up, down) = (Crossing.Find(points).Day, Crossing.Find([.. points.Select(p => (p.Day, p.B, p.A))]).Day);
        if (up is { } a && down is { } b)
            Math.Abs(a.DayNumber - b.DayNumber).ShouldBeGreaterThanOrEqualTo(Crossing.DaysAbove);
    });

    [Fact]
    public void Only_the_order_of_the_values_counts() => Gen.Select(Pairs, Gen.Decimal[1, 1000], Gen.Decimal[-500, 500]).Sample((points, factor, shift) =>
        Crossing.Find([.. points.Select(p => (p.Day, (p.A * factor) + shift, (p.B * factor) + shift))]).ShouldBe(Crossing.Find(points)));

    /// <param name="runs">Lead of A over B and the number of days it lasts, in turn.</param>
    private static (DateOnly, decimal, decimal)[] Series(params int[] runs)
    {
        var leads = runs.Chunk(2).SelectMany(run => Enumerable.Repeat(run[0], run[1])).ToArray();
        return [.. leads.Select((lead, i) => (First.AddDays(i), 10m + lead, 10m))];
    }
}
