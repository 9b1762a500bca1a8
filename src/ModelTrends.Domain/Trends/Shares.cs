namespace ModelTrends.Domain.Trends;

/// <summary>Parts of a whole as fractions with six decimals that sum to exactly 1.</summary>
public static class Shares
{
    private const decimal Unit = 0.000001m;

    /// <summary>
    /// Largest remainders: every share is rounded down, and the units left go to those that lost most (ties: the earlier one).
    /// A whole of zero has no shares: all null.
    /// </summary>
    public static IReadOnlyList<decimal?> Of(IReadOnlyList<decimal> parts)
    {
        var whole = parts.Sum();
        if (whole <= 0) return [.. parts.Select(_ => (decimal?)null)];
        var exact = parts.Select(part => part / whole).ToArray();
        var floor = exact.Select(share => Math.Floor(share / Unit) * Unit).ToArray();
        var left = (int)((1 - floor.Sum()) / Unit);
        foreach (var i in Enumerable.Range(0, parts.Count).OrderByDescending(i => exact[i] - floor[i]).ThenBy(i => i).Take(left))
            floor[i] += Unit;
        return [.. floor.Select(share => (decimal?)share)];
    }

    public static decimal? Of(decimal part, decimal whole) => whole > 0 ? decimal.Round(part / whole, 6, MidpointRounding.ToEven) : null;
}
