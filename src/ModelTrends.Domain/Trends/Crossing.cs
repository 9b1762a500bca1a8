namespace ModelTrends.Domain.Trends;

/// <param name="Day">The first day from which A stays above B; null: it never does, or always did.</param>
/// <param name="AlreadyAbove">A was above B from the first day compared, so that no crossing can be dated.</param>
public sealed record CrossingResult(DateOnly? Day, bool AlreadyAbove);

/// <summary>The day one series overtakes another for good: above on every observed day of the 28 that follow.</summary>
public static class Crossing
{
    public const int DaysAbove = 28;

    /// <param name="points">In order; days where both were observed.</param>
    public static CrossingResult Find(IReadOnlyList<(DateOnly Day, decimal A, decimal B)> points)
    {
        int? start = null;
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].A <= points[i].B)
            {
                start = null;
                continue;
            }

            start ??= i;
            if (points[i].Day.DayNumber - points[start.Value].Day.DayNumber < DaysAbove - 1) continue;
            return start == 0 ? new CrossingResult(null, true) : new CrossingResult(points[start.Value].Day, false);
        }

        return new CrossingResult(null, start == 0 && points.Count > 0);
    }
}
