using CsCheck;
using ModelTrends.Domain.Trends;
using static ModelTrends.Domain.Trends.Contributions;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class ContributionsTests
{
    /// <summary>A model of two days: inside, outside, or a merge split between both; there on one day or on both.</summary>
    private static readonly Gen<(PartOfWhole Before, PartOfWhole After)> Member =
        Gen.Select(Gen.Long[0, 3_000_000_000], Gen.Long[0, 3_000_000_000], Gen.Int[0, 4], Gen.Int[0, 5], (before, after, inside, there) =>
            (Day(there == 0 ? 0 : before, inside), Day(there == 1 ? 0 : there == 2 ? before : after, inside)));

    private static readonly Gen<(PartOfWhole Before, PartOfWhole After)[]> Members =
        Member.Array[1, 60].Where(members => members.Sum(m => m.Before.Whole) > 0 && members.Sum(m => m.After.Whole) > 0);

    [Fact]
    public void A_model_that_doubles_inside_and_one_that_halves_outside_move_the_share_as_reckoned_by_hand()
    {
        // 20 of 100, then 40 of 80: together 60 of 180, a third; a download weighs (1/100 + 1/80) / 2 = 0.01125.
        var moved = Of([(new(20, 20), new(40, 40)), (new(0, 80), new(0, 40))])!;

        moved.Select(value => decimal.Round(value, 12)).ShouldBe([0.15m, 0.15m]);
        moved.Sum().ShouldBe(0.3m, 1e-24m);
    }

    [Fact]
    public void Without_a_whole_there_is_no_share_to_move() => Of([(new(0, 0), new(5, 5))]).ShouldBeNull();

    [Fact]
    public void Contributions_add_up_to_the_change_and_rounded_to_the_change_that_is_shown() => Members.Sample(members =>
    {
        var (before, after) = (Share(members, m => m.Before), Share(members, m => m.After));
        var exact = Of(members)!;
        exact.Sum().ShouldBe(after - before, 1e-20m);

        var shown = decimal.Round(after, 6) - decimal.Round(before, 6);
        var rounded = Rounded(exact, shown);
        rounded.Sum().ShouldBe(shown);
        for (var i = 0; i < members.Length; i++)
        {
            (rounded[i] * 1_000_000 % 1).ShouldBe(0);
            Math.Abs(rounded[i] - exact[i]).ShouldBeLessThan(0.000003m);
        }
    });

    [Fact]
    public void Exchanging_the_days_turns_every_sign() => Members.Sample(members =>
    {
        (PartOfWhole, PartOfWhole)[] back = [.. members.Select(m => (m.After, m.Before))];
        Of(back)!.ShouldBe([.. Of(members)!.Select(value => -value)]);
        var shown = decimal.Round(Share(members, m => m.After), 6) - decimal.Round(Share(members, m => m.Before), 6);
        Rounded(Of(back)!, -shown).ShouldBe([.. Rounded(Of(members)!, shown).Select(value => -value)]);
    });

    [Fact]
    public void A_model_that_does_not_change_moves_nothing_whatever_the_others_do() => Gen.Select(Members, Gen.Long[0, 3_000_000_000], Gen.Int[0, 4]).Sample((members, value, inside) =>
    {
        (PartOfWhole, PartOfWhole)[] all = [.. members, (Day(value, inside), Day(value, inside))];
        Of(all)![^1].ShouldBe(0);
        var exact = Of(all)!;
        if (exact.Any(moved => moved != 0)) Rounded(exact, decimal.Round(exact.Sum(), 6))[^1].ShouldBe(0);
    });

    [Fact]
    public void A_model_in_two_halves_moves_as_much_as_the_whole_one_and_no_other_differs() => Members.Sample(members =>
    {
        (PartOfWhole, PartOfWhole)[] split = [.. members.Skip(1), Half(members[0]), Half(members[0])];
        var (one, two) = (Of(members)!, Of(split)!);
        (two[^1] + two[^2]).ShouldBe(one[0], 1e-20m);
        for (var i = 1; i < members.Length; i++) two[i - 1].ShouldBe(one[i], 1e-20m);
    });

    [Fact]
    public void Who_grows_inside_raises_the_share_and_who_grows_outside_lowers_it() => Members.Sample(members =>
    {
        var moved = Of(members)!;
        for (var i = 0; i < members.Length; i++)
        {
            var (before, after) = members[i];
            if (before.Whole > after.Whole) continue;
            if (after.Part == after.Whole && before.Part == before.Whole) moved[i].ShouldBeGreaterThanOrEqualTo(0);
            if (after.Part == 0 && before.Part == 0) moved[i].ShouldBeLessThanOrEqualTo(0);
        }
    });

    private static PartOfWhole Day(long value, int inside) => new(inside switch { 0 or 1 => value, 4 => value / 2, _ => 0 }, value);

    private static (PartOfWhole, PartOfWhole) Half((PartOfWhole Before, PartOfWhole After) member) =>
        (new(member.Before.Part / 2, member.Before.Whole / 2), new(member.After.Part / 2, member.After.Whole / 2));

    private static decimal Share((PartOfWhole Before, PartOfWhole After)[] members, Func<(PartOfWhole Before, PartOfWhole After), PartOfWhole> day) =>
        members.Sum(m => day(m).Part) / members.Sum(m => day(m).Whole);
}
