namespace ModelTrends.Domain.Trends;

/// <param name="Days">Flows of the week's seven days.</param>
/// <param name="Before">Sum of the three weeks before.</param>
public sealed record WeekOfModel(int ModelId, IReadOnlyList<decimal> Days, decimal Before)
{
    public decimal Week => Days.Sum();
}

/// <param name="Factor">This week against the average of the three before.</param>
public sealed record Mover(int ModelId, decimal Week, decimal Before, decimal Factor);

/// <summary>This week against the three before, without models whose week came mostly from one day: a burst is a script, not a trend.</summary>
public static class Growth
{
    /// <summary>Below these few downloads a factor says nothing.</summary>
    public const decimal FewestDownloads = 1000;

    public static IReadOnlyList<Mover> Rank(IEnumerable<WeekOfModel> weeks, int top) =>
        [.. weeks.Where(week => week.Week >= FewestDownloads && week.Before >= FewestDownloads && !IsBurst(week))
            .Select(week => new Mover(week.ModelId, week.Week, week.Before / 3, decimal.Round(week.Week / (week.Before / 3), 6)))
            .OrderByDescending(mover => mover.Factor).ThenByDescending(mover => mover.Week).ThenBy(mover => mover.ModelId).Take(top)];

    public static bool IsBurst(WeekOfModel week) => week.Days.Max() * 2 > week.Week;
}
