using CsCheck;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class SharesTests
{
    private static readonly Gen<decimal[]> Parts = Gen.Frequency((1, Gen.Const(0L)), (5, Gen.Long[0, 500]), (2, Gen.Long[0, long.MaxValue / 100])).Select(value => (decimal)value).Array[1, 80];

    [Fact]
    public void Thirds_sum_to_one() => Shares.Of([1, 1, 1]).ShouldBe([0.333334m, 0.333333m, 0.333333m]);

    [Fact]
    public void A_whole_of_nothing_has_no_shares()
    {
        Shares.Of([0, 0]).ShouldBe([null, null]);
        Shares.Of(0, 0).ShouldBeNull();
    }

    [Fact]
    public void Shares_sum_to_exactly_one_and_are_off_by_less_than_a_millionth() => Parts.Where(parts => parts.Sum() > 0).Sample(parts =>
    {
        var shares = Shares.Of(parts);
        shares.Sum().ShouldBe(1);
        for (var i = 0; i < parts.Length; i++)
        {
            shares[i]!.Value.ShouldBe(parts[i] / parts.Sum(), 0.000001m);
            if (parts[i] == 0) shares[i].ShouldBe(0);
        }
    });

    [Fact]
    public void A_larger_part_never_has_a_smaller_share() => Parts.Where(parts => parts.Sum() > 0).Sample(parts =>
    {
        var ranked = parts.Zip(Shares.Of(parts)).OrderBy(pair => pair.First).ThenBy(pair => pair.Second).Select(pair => pair.Second!.Value).ToArray();
        ranked.ShouldBe(ranked.Order());
    });
}
