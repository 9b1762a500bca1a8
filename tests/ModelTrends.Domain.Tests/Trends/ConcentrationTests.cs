using CsCheck;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class ConcentrationTests
{
    /// <summary>Figures are given with six decimals.</summary>
    private const decimal Rounding = 0.000001m;

    private static readonly Gen<decimal[]> Parts = Gen.Frequency((1, Gen.Const(0L)), (6, Gen.Long[1, 1000]), (2, Gen.Long[1, 5_000_000_000])).Select(value => (decimal)value)
        .Array[1, 60].Where(parts => parts.Sum() > 0);

    [Fact]
    public void The_index_of_three_labs_by_hand()
    {
        // 50, 30, 20: 0.25 + 0.09 + 0.04; areas under the Lorenz curve give (2*(20+60+150)/100 - 4)/3.
        Concentration.Hhi([20, 50, 30]).ShouldBe(0.38m);
        Concentration.Gini([20, 50, 30]).ShouldBe(0.2m);
        Concentration.Top([20, 50, 30], 2).ShouldBe(80);
    }

    [Fact]
    public void Nothing_has_no_concentration()
    {
        Concentration.Hhi([]).ShouldBeNull();
        Concentration.Gini([0, 0]).ShouldBeNull();
    }

    [Fact]
    public void Hhi_lies_between_one_nth_and_one() => Parts.Sample(parts =>
    {
        Concentration.Hhi(parts)!.Value.ShouldBeInRange((1m / parts.Length) - Rounding, 1);
    });

    [Fact]
    public void Gini_lies_between_zero_and_one() => Parts.Sample(parts =>
        Concentration.Gini(parts)!.Value.ShouldBeInRange(0, 1 - (1m / parts.Length) + Rounding));

    [Fact]
    public void Equals_have_the_smallest_of_both() => Gen.Select(Gen.Long[1, 1_000_000_000], Gen.Int[1, 200]).Sample((value, count) =>
    {
        decimal[] parts = [.. Enumerable.Repeat((decimal)value, count)];
        Concentration.Gini(parts).ShouldBe(0);
        Concentration.Hhi(parts)!.Value.ShouldBe(1m / count, Rounding);
    });

    [Fact]
    public void One_alone_among_many_has_the_largest_of_both() => Gen.Int[1, 200].Sample(count =>
    {
        decimal[] parts = [7, .. Enumerable.Repeat(0m, count - 1)];
        Concentration.Hhi(parts).ShouldBe(1);
        Concentration.Gini(parts)!.Value.ShouldBe(1 - (1m / count), Rounding);
    });

    [Fact]
    public void Order_and_unit_do_not_matter() => Gen.Select(Parts, Gen.Int[2, 1000], Gen.Int).Sample((parts, unit, seed) =>
    {
        decimal[] other = [.. parts.Select((part, i) => (Value: part * unit, At: HashCode.Combine(i, seed))).OrderBy(x => x.At).Select(x => x.Value)];
        Concentration.Hhi(other).ShouldBe(Concentration.Hhi(parts));
        Concentration.Gini(other)!.Value.ShouldBe(Concentration.Gini(parts)!.Value, Rounding);
        Concentration.Top(other, 3).ShouldBe(Concentration.Top(parts, 3) * unit);
    });

    [Fact]
    public void Taking_from_the_smaller_and_giving_to_the_larger_concentrates() => Gen.Select(Parts.Where(parts => parts.Length > 1), Gen.Double[0, 1]).Sample((parts, part) =>
    {
        decimal[] moved = [.. parts.Order()];
        var gift = Math.Floor(moved[0] * (decimal)part);
        moved[0] -= gift;
        moved[^1] += gift;
        (Concentration.Hhi(moved) + Rounding).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(Concentration.Hhi(parts)!.Value);
        (Concentration.Gini(moved) + Rounding).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(Concentration.Gini(parts)!.Value);
    });

    [Fact]
    public void More_places_hold_more_up_to_the_whole() => Parts.Sample(parts =>
    {
        for (var n = 1; n <= parts.Length; n++)
        {
            Concentration.Top(parts, n).ShouldBeGreaterThanOrEqualTo(Concentration.Top(parts, n - 1));
            (Concentration.Top(parts, n) * parts.Length).ShouldBeGreaterThanOrEqualTo(parts.Sum() * n);
        }

        Concentration.Top(parts, parts.Length + 1).ShouldBe(parts.Sum());
    });
}
