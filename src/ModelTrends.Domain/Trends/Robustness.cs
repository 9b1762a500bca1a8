namespace ModelTrends.Domain.Trends;

/// <summary>What a share becomes when one model is left out of part and whole.</summary>
public static class Robustness
{
    public static decimal? Without(decimal part, decimal whole, decimal model, bool isInside) =>
        Shares.Of(isInside ? part - model : part, whole - model);

    /// <summary>The one of the largest model inside and the largest outside that moves the share more.</summary>
    public static bool InsideMovesMore(decimal part, decimal whole, decimal largestInside, decimal largestOutside)
    {
        var share = Shares.Of(part, whole) ?? 0;
        return Math.Abs((Without(part, whole, largestInside, true) ?? 0) - share) >= Math.Abs((Without(part, whole, largestOutside, false) ?? 0) - share);
    }
}
