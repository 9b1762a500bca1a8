namespace ModelTrends.Domain.Trends;

/// <summary>What part and whole were on a day.</summary>
public readonly record struct PartOfWhole(decimal Part, decimal Whole);

/// <summary>
/// The change of a share <c>s = part / whole</c> between two days as the exact sum of what each member moved it by.
/// <para>
/// A member that adds <c>da</c> to the part and <c>dv</c> to the whole moves the share by
/// <c>(da - m * dv) * (1/W0 + 1/W1) / 2</c>, where <c>m = (P0 + P1) / (W0 + W1)</c> is the share of both days together. It is the mean of the two
/// orders in which part and whole can be changed (Shapley's value of the two), so neither day is the favoured one: exchanging them turns every
/// sign. It is linear in the member's own change, so members can be summed or split at will; a member that does not change moves nothing; one
/// outside the part moves the share by the denominator alone, downwards where it grew.
/// </para>
/// <para>
/// Its limit: every member is judged against both days' whole. Where the whole changed many times over, single contributions can be larger than the
/// change itself and cancel each other.
/// </para>
/// </summary>
public static class Contributions
{
    private const decimal Unit = 0.000001m;

    /// <returns>One contribution a member, as a fraction: 0.021 is 2.1 points. Null where one of the days has no share.</returns>
    /// <param name="members">What each adds on both days; together they are the whole.</param>
    public static IReadOnlyList<decimal>? Of(IReadOnlyList<(PartOfWhole Before, PartOfWhole After)> members)
    {
        var (part0, whole0) = (members.Sum(member => member.Before.Part), members.Sum(member => member.Before.Whole));
        var (part1, whole1) = (members.Sum(member => member.After.Part), members.Sum(member => member.After.Whole));
        if (whole0 <= 0 || whole1 <= 0) return null;
        var both = (part0 + part1) / (whole0 + whole1);
        return [.. members.Select(member =>
        {
            var move = member.After.Part - member.Before.Part - (both * (member.After.Whole - member.Before.Whole));
            // Each divided by itself: one divided by a large whole keeps fewer digits.
            return ((move / whole0) + (move / whole1)) / 2;
        })];
    }

    /// <summary>
    /// The same with six decimals, adding up to exactly <paramref name="change"/>: every one is rounded towards zero, and the units left go to those
    /// that lost most in their direction (ties: the earlier one). What moved nothing stays at nothing.
    /// </summary>
    /// <param name="change">The difference of the two shares as they are shown, with six decimals.</param>
    public static IReadOnlyList<decimal> Rounded(IReadOnlyList<decimal> exact, decimal change)
    {
        var rounded = exact.Select(value => decimal.Truncate(value / Unit)).ToArray();
        var left = (int)((change / Unit) - rounded.Sum());
        var order = Enumerable.Range(0, exact.Count).Where(i => exact[i] != 0).DefaultIfEmpty(0)
            .OrderByDescending(i => Math.Sign(left) * ((exact[i] / Unit) - rounded[i])).ThenBy(i => i).ToArray();
        for (var k = 0; k < Math.Abs(left) && exact.Count > 0; k++)
            rounded[order[k % order.Length]] += Math.Sign(left);
        return [.. rounded.Select(units => units * Unit)];
    }
}
