using CsCheck;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class GrowthTests
{
    private static readonly Gen<WeekOfModel[]> Weeks =
        Gen.Select(Gen.Frequency((5, Gen.Int[0, 2000]), (1, Gen.Int[0, 60_000])).Array[7], Gen.Int[0, 30_000]).Array[0, 40]
            .Select(weeks => weeks.Select((week, i) => new WeekOfModel(i + 1, [.. week.Item1.Select(value => (decimal)value)], week.Item2)).ToArray());

    [Fact]
    public void A_week_is_compared_with_the_average_of_the_three_before() =>
        Growth.Rank([Even(1, 400, before: 4200)], 10).ShouldBe([new Mover(1, 2800, 1400, 2)]);

    [Fact]
    public void A_week_that_came_mostly_from_one_day_is_left_out()
    {
        var burst = new WeekOfModel(1, [0, 0, 9000, 1000, 1000, 1000, 1000], 3000);
        var half = new WeekOfModel(2, [0, 0, 6500, 6500, 0, 0, 0], 3000);

        Growth.IsBurst(burst).ShouldBeTrue();
        Growth.IsBurst(half).ShouldBeFalse();
        Growth.Rank([burst, half], 10).Select(mover => mover.ModelId).ShouldBe([2]);
    }

    [Fact]
    public void Few_downloads_before_or_now_say_nothing() =>
        Growth.Rank([Even(1, 1000, before: 999), Even(2, 142, before: 5000), Even(3, 143, before: 1000)], 10).Select(mover => mover.ModelId).ShouldBe([3]);

    [Fact]
    public void Equal_factors_stand_in_the_order_of_their_size_and_then_of_their_id() =>
        Growth.Rank([Even(3, 200, 4200), Even(2, 400, 8400), Even(1, 200, 4200)], 10).Select(mover => mover.ModelId).ShouldBe([2, 1, 3]);

    [Fact]
    public void Every_mover_grew_as_said_and_none_is_a_burst() => Weeks.Sample(weeks =>
    {
        var movers = Growth.Rank(weeks, 10);
        movers.Count.ShouldBeLessThanOrEqualTo(10);
        movers.Select(mover => mover.Factor).ShouldBe(movers.Select(mover => mover.Factor).OrderDescending());
        foreach (var mover in movers)
        {
            var week = weeks.Single(w => w.ModelId == mover.ModelId);
            Growth.IsBurst(week).ShouldBeFalse();
            (mover.Factor * week.Before).ShouldBe(week.Week * 3, 0.000001m * week.Before);
        }
    });

    [Fact]
    public void The_order_of_rows_does_not_matter() => Gen.Select(Weeks, Gen.Int).Sample((weeks, seed) =>
        Growth.Rank(weeks.OrderBy(week => HashCode.Combine(week.ModelId, seed)), 10).ShouldBe(Growth.Rank(weeks, 10)));

    [Fact]
    public void No_week_that_could_be_ranked_is_missing() => Weeks.Sample(weeks =>
        Growth.Rank(weeks, int.MaxValue).Count.ShouldBe(weeks.Count(week => week.Week >= Growth.FewestDownloads && week.Before >= Growth.FewestDownloads && week.Days.Max() <= week.Week / 2)));

    private static WeekOfModel Even(int id, decimal aDay, decimal before) => new(id, [.. Enumerable.Repeat(aDay, 7)], before);
}
