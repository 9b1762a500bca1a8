namespace ModelTrends.Domain.Trends;

/// <summary>How much of the whole a few hold.</summary>
public static class Concentration
{
    /// <summary>Sum of the largest <paramref name="n"/>.</summary>
    public static decimal Top(IEnumerable<decimal> parts, int n) => parts.OrderDescending().Take(n).Sum();

    /// <summary>Herfindahl-Hirschman index, 1/n for n equals up to 1 for one alone; null without anything.</summary>
    public static decimal? Hhi(IReadOnlyCollection<decimal> parts)
    {
        var whole = parts.Sum();
        return whole <= 0 ? null : decimal.Round(parts.Sum(part => part / whole * (part / whole)), 6);
    }

    /// <summary>Gini coefficient, 0 for equals, towards 1 for one among many.</summary>
    public static decimal? Gini(IReadOnlyCollection<decimal> parts)
    {
        var whole = parts.Sum();
        if (whole <= 0) return null;
        var ranked = parts.Order().Select((part, i) => (i + 1) * part / whole).Sum();
        return decimal.Round(((2 * ranked) - (parts.Count + 1)) / parts.Count, 6);
    }
}
