namespace ModelTrends.Domain.Trends;

/// <summary>Downloads of a model some days after release against the 10th most downloaded of its size class at the same age.</summary>
public static class Adoption
{
    public static readonly IReadOnlyList<int> Ages = [7, 14, 30, 60, 90, 180, 365];

    /// <summary>The place that sets the threshold: it scores exactly 1.</summary>
    public const int Place = 10;

    /// <summary>Thresholds by age, never decreasing; null where fewer than ten models of the class have reached the age.</summary>
    /// <param name="downloadsAtAge">For each age of <see cref="Ages"/>, downloads since release of every model of one size class.</param>
    public static IReadOnlyList<decimal?> Thresholds(IReadOnlyList<IReadOnlyList<decimal>> downloadsAtAge)
    {
        decimal? highest = null;
        var thresholds = new List<decimal?>();
        foreach (var age in downloadsAtAge)
        {
            decimal? tenth = age.Count < Place ? null : age.OrderDescending().ElementAt(Place - 1);
            if (tenth > highest || highest is null) highest = tenth ?? highest;
            thresholds.Add(tenth is null ? null : highest);
        }

        return thresholds;
    }

    public static decimal? Score(decimal downloads, decimal? threshold) => threshold > 0 ? decimal.Round(downloads / threshold.Value, 6) : null;
}
