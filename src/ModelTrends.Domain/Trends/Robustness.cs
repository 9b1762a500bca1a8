namespace ModelTrends.Domain.Trends;

/// <summary>What a share becomes when one model is left out of part and whole.</summary>
public static class Robustness
{
    /// <param name="Inside">What the model adds to the part; less than <paramref name="Value"/> for a merge split between inside and outside.</param>
    /// <param name="Value">What it adds to the whole.</param>
    public readonly record struct Largest(decimal Inside, decimal Value);

    /// <summary>Null where nothing is left of the whole.</summary>
    public static decimal? Without(decimal part, decimal whole, Largest model) => Shares.Of(part - model.Inside, whole - model.Value);

    /// <summary>Whether leaving out <paramref name="a"/> moves the share at least as much as leaving out <paramref name="b"/>; a share that vanishes moves most.</summary>
    public static bool MovesMore(decimal part, decimal whole, Largest a, Largest b) => Move(part, whole, a) >= Move(part, whole, b);

    private static decimal Move(decimal part, decimal whole, Largest model) =>
        Without(part, whole, model) is { } share ? Math.Abs(share - (Shares.Of(part, whole) ?? 0)) : decimal.MaxValue;
}
