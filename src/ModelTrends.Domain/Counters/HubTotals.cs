namespace ModelTrends.Domain.Counters;

/// <summary>
/// Gathers, model by model, what <see cref="StallDetector"/> needs of each set: raw differences between neighbouring sets, before any
/// cleaning, since cleaning needs to know the stalls.
/// </summary>
public sealed class HubTotals(IReadOnlyList<DateOnly> setDays)
{
    /// <summary>Downloads a day from which a model moves every day unless something is wrong.</summary>
    public const long LargePerDay = 2000;
    private const int TrailingDays = 15;
    private const int FewestDays = 5;

    private readonly Dictionary<DateOnly, int> _index = setDays.Select((day, i) => (day, i)).ToDictionary(x => x.day, x => x.i);
    private readonly long[] _rise = new long[setDays.Count];
    private readonly long[] _fall = new long[setDays.Count];
    private readonly int[] _large = new int[setDays.Count];
    private readonly int[] _unmoved = new int[setDays.Count];

    /// <param name="readings">One model's readings on set days, in order.</param>
    public void Add(IReadOnlyList<Reading> readings)
    {
        var trailing = new Queue<long>(TrailingDays + 1);
        for (var i = 1; i < readings.Count; i++)
        {
            var at = _index[readings[i].Day];
            if (setDays[at - 1] != readings[i - 1].Day)
            {
                trailing.Clear();
                continue;
            }

            var change = readings[i].Value - readings[i - 1].Value;
            if (change >= 0) _rise[at] += change;
            else _fall[at] += change;
            if (trailing.Count >= FewestDays && Median(trailing) >= LargePerDay)
            {
                _large[at]++;
                if (change == 0) _unmoved[at]++;
            }

            trailing.Enqueue(change / (readings[i].Day.DayNumber - readings[i - 1].Day.DayNumber));
            if (trailing.Count > TrailingDays) trailing.Dequeue();
        }
    }

    /// <summary>One row for every set but the first.</summary>
    public IReadOnlyList<(HubDay Day, long Fall)> Days() =>
        [.. Enumerable.Range(1, Math.Max(0, setDays.Count - 1)).Select(i => (new HubDay(setDays[i], setDays[i].DayNumber - setDays[i - 1].DayNumber, _rise[i], _large[i], _unmoved[i]), _fall[i]))];

    private static long Median(Queue<long> values)
    {
        Span<long> sorted = stackalloc long[TrailingDays];
        var count = 0;
        foreach (var value in values) sorted[count++] = value;
        sorted = sorted[..count];
        sorted.Sort();
        return sorted[(count - 1) / 2];
    }
}
