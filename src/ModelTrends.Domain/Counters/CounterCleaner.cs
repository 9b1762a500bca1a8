namespace ModelTrends.Domain.Counters;

/// <summary>
/// Turns a model's cumulative counter into daily flows (docs/methodology.md, "From counters to daily flows"). Think of an odometer that is
/// read most days: days without a reading share the distance, a reading taken while the needle stuck is ignored, and one that
/// went back and came again is measured from before to after.
/// </summary>
public static class CounterCleaner
{
    /// <summary>Observations after a fall within which the counter may come back; then the fall is a lasting correction.</summary>
    public const int RecoveryReadings = 8;

    /// <param name="readings">In the order of their days, one a day, of good observation sets only.</param>
    /// <param name="stallDays">Days on which the Hub as a whole stood still: readings of these days are left out.</param>
    /// <param name="absentOn">A day on which the model was not there yet, though the source was: everything since is new. Null: the first reading gives no flow.</param>
    public static CleanSeries Clean(IReadOnlyList<Reading> readings, IReadOnlySet<DateOnly> stallDays, DateOnly? absentOn = null)
    {
        var flows = new List<DayFlow>();
        var corrections = new List<Correction>();
        var good = Good(readings, stallDays);
        if (good.Count == 0) return new CleanSeries(flows, corrections, null);
        var last = good[0];
        if (absentOn is { } absent && absent < last.Day)
            Spread(new Reading(absent, 0), last, FlowFlags.New, stallDays, flows);

        for (var i = 1; i < good.Count;)
        {
            var recovered = i;
            while (recovered < good.Count && recovered - i <= RecoveryReadings && good[recovered].Value < last.Value) recovered++;
            if (recovered < good.Count && recovered - i <= RecoveryReadings)
            {
                Spread(last, good[recovered], recovered > i ? FlowFlags.Rollback : FlowFlags.None, stallDays, flows);
                last = good[recovered];
                i = recovered + 1;
            }
            else if (recovered - i > RecoveryReadings)
            {
                corrections.Add(new Correction(good[i].Day, good[i].Value - last.Value));
                flows.Add(new DayFlow(good[i].Day, 0, FlowFlags.Correction));
                last = good[i];
                i++;
            }
            else
            {
                return new CleanSeries(flows, corrections, last.Day);
            }
        }

        return new CleanSeries(flows, corrections, null);
    }

    /// <summary>
    /// Spreads a difference evenly over the days after the first reading. Rounded sums telescope: day k gets round(total*k/days) minus
    /// round(total*(k-1)/days), so that nothing is lost.
    /// </summary>
    public static void Spread(Reading from, Reading to, FlowFlags flags, IReadOnlySet<DateOnly> stallDays, List<DayFlow> flows)
    {
        var days = to.Day.DayNumber - from.Day.DayNumber;
        if (days > 1) flags |= Stalled(from.Day, to.Day, stallDays) ? FlowFlags.Stall : flags.HasFlag(FlowFlags.Rollback) ? FlowFlags.None : FlowFlags.Interpolated;
        Int128 before = 0;
        for (var k = 1; k <= days; k++)
        {
            var sum = Millionths(to.Value - from.Value, k, days);
            flows.Add(new DayFlow(from.Day.AddDays(k), (long)(sum - before), flags));
            before = sum;
        }
    }

    /// <summary>Half is rounded away from zero, as PostgreSQL's numeric does.</summary>
    private static Int128 Millionths(long total, int k, int days)
    {
        var doubled = Int128.Abs(total) * 1_000_000 * k * 2;
        var rounded = (doubled + days) / (2 * days);
        return total < 0 ? -rounded : rounded;
    }

    private static bool Stalled(DateOnly from, DateOnly to, IReadOnlySet<DateOnly> stallDays)
    {
        if (stallDays.Count == 0) return false;
        for (var day = from.AddDays(1); day < to; day = day.AddDays(1))
            if (stallDays.Contains(day)) return true;
        return false;
    }

    private static IReadOnlyList<Reading> Good(IReadOnlyList<Reading> readings, IReadOnlySet<DateOnly> stallDays)
    {
        for (var i = 1; i < readings.Count; i++)
            if (readings[i].Day <= readings[i - 1].Day)
                throw new ArgumentException($"Readings must be in the order of their days, one a day; {readings[i].Day:yyyy-MM-dd} follows {readings[i - 1].Day:yyyy-MM-dd}.", nameof(readings));
        return stallDays.Count == 0 ? readings : [.. readings.Where(reading => !stallDays.Contains(reading.Day))];
    }
}
