namespace ModelTrends.Domain.Counters;

/// <summary>What the Hub as a whole gained between two sets: the evidence for a stall.</summary>
/// <param name="Day">The later set's day.</param>
/// <param name="Days">Days since the set before; more than 1 after a gap.</param>
/// <param name="Total">Sum of the rises of all models seen in both sets.</param>
/// <param name="LargeModels">Models with a trailing median of 2,000 downloads a day or more.</param>
/// <param name="LargeUnmoved">Those of them that did not move at all.</param>
public sealed record HubDay(DateOnly Day, int Days, decimal Total, int LargeModels, int LargeUnmoved)
{
    public decimal PerDay => Total / Days;
}

/// <summary>Finds the days whose readings must not be used, because the Hub froze its counters and caught up later.</summary>
public static class StallDetector
{
    private const int MedianDays = 15;
    /// <summary>With fewer good days before it, a day has nothing to be compared with.</summary>
    private const int FewestDays = 5;
    private const decimal StallLevel = 0.3m;
    private const decimal DipLevel = 0.7m;
    /// <summary>Part of what a dip lacks that a neighbour must have too much, to be the catching up.</summary>
    private const decimal MadeUp = 0.6m;
    /// <summary>Below so few large models a quarter of them standing still says nothing about the Hub.</summary>
    private const int FewestLargeModels = 20;

    /// <param name="days">In order, one a set.</param>
    public static IReadOnlySet<DateOnly> Find(IReadOnlyList<HubDay> days)
    {
        var stalls = new HashSet<DateOnly>();
        var good = new List<decimal>();
        for (var i = 0; i < days.Count; i++)
        {
            var day = days[i];
            var median = Median(good);
            if (median > 0 && (day.PerDay < StallLevel * median || IsFrozen(day) || IsMadeUpNext(days, i, median)))
            {
                stalls.Add(day.Day);
                continue;
            }

            if (i > 0 && !stalls.Contains(days[i - 1].Day) && median > 0 && IsMadeUpBefore(days[i - 1], day, median))
            {
                stalls.Add(days[i - 1].Day);
                good.RemoveAt(good.Count - 1);
                good.Add((day.Total + days[i - 1].Total) / (day.Days + days[i - 1].Days));
                continue;
            }

            good.Add(Episode(days, i, stalls));
        }

        return stalls;
    }

    /// <summary>Days below 0.7 of the median of their weekday's surroundings that nothing makes up for: kept, and flagged.</summary>
    /// <param name="flows">Cleaned totals a day.</param>
    public static IReadOnlySet<DateOnly> LowDays(IReadOnlyList<(DateOnly Day, decimal Total)> flows)
    {
        var low = new HashSet<DateOnly>();
        for (var i = 0; i < flows.Count; i++)
        {
            var before = flows.Take(i).TakeLast(28).ToArray();
            if (before.Length < 14) continue;
            var overall = Middle(before.Select(x => x.Total));
            var weekday = Middle(before.Where(x => x.Day.DayOfWeek == flows[i].Day.DayOfWeek).Select(x => x.Total));
            if (overall > 0 && weekday > 0 && flows[i].Total < DipLevel * weekday) low.Add(flows[i].Day);
        }

        return low;
    }

    /// <summary>A quarter of the large models not moving at all is a frozen counter, however large the total.</summary>
    private static bool IsFrozen(HubDay day) => day.LargeModels >= FewestLargeModels && day.LargeUnmoved * 4 >= day.LargeModels;

    private static bool IsMadeUpNext(IReadOnlyList<HubDay> days, int i, decimal median) =>
        i + 1 < days.Count && days[i].PerDay < DipLevel * median && days[i + 1].PerDay - median >= MadeUp * (median - days[i].PerDay);

    private static bool IsMadeUpBefore(HubDay before, HubDay day, decimal median) =>
        day.PerDay < DipLevel * median && before.PerDay - median >= MadeUp * (median - day.PerDay);

    /// <summary>A day that ends a stall stands for the whole episode.</summary>
    private static decimal Episode(IReadOnlyList<HubDay> days, int i, HashSet<DateOnly> stalls)
    {
        var (total, length) = (days[i].Total, days[i].Days);
        for (var j = i - 1; j >= 0 && stalls.Contains(days[j].Day); j--)
        {
            total += days[j].Total;
            length += days[j].Days;
        }

        return total / length;
    }

    private static decimal Median(List<decimal> good) => good.Count < FewestDays ? 0 : Middle(good.TakeLast(MedianDays));

    private static decimal Middle(IEnumerable<decimal> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0) return 0;
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
