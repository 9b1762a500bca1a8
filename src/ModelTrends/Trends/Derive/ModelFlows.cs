using ModelTrends.Domain.Counters;

namespace ModelTrends.Trends.Derive;

/// <summary>One row of the table <c>flow</c>.</summary>
internal sealed record FlowRow(DateOnly Day, long Downloads, long Likes, long Correction, FlowFlags Flags);

/// <summary>All flows of one model: downloads cleaned, likes as net differences, since a like taken back is no error of the counter.</summary>
internal static class ModelFlows
{
    /// <param name="setDays">The source's usable days in order, to know whether a new model was absent before.</param>
    /// <param name="isWhole">False when earlier readings were left out: the first reading is then a settled one and no first sight.</param>
    /// <returns>OpenSince: the last day that is known, when a fall after it may still recover.</returns>
    public static (List<FlowRow> Rows, DateOnly? OpenSince) Of(ModelReadings model, IReadOnlyList<DateOnly> setDays, IReadOnlySet<DateOnly> stalls, bool isWhole = true)
    {
        var absent = isWhole ? AbsentOn(model, setDays) : null;
        var clean = CounterCleaner.Clean(model.Downloads, stalls, absent);
        var days = new SortedDictionary<DateOnly, FlowRow>();
        foreach (var flow in clean.Flows)
            days[flow.Day] = new FlowRow(flow.Day, flow.Millionths, 0, 0, flow.Flags);
        foreach (var correction in clean.Corrections)
            days[correction.Day] = days[correction.Day] with { Correction = correction.Change };
        foreach (var flow in Likes(model.Likes, stalls, absent))
            days[flow.Day] = days.TryGetValue(flow.Day, out var row) ? row with { Likes = flow.Millionths } : new FlowRow(flow.Day, 0, flow.Millionths, 0, FlowFlags.None);
        return ([.. days.Values.Where(row => row.Downloads != 0 || row.Likes != 0 || row.Correction != 0)], clean.OpenSince);
    }

    /// <summary>Created since the set before its first one: it was not there then, and everything it has is new.</summary>
    public static DateOnly? AbsentOn(ModelReadings model, IReadOnlyList<DateOnly> setDays)
    {
        var at = setDays is List<DateOnly> list ? list.BinarySearch(model.FirstDay) : Array.BinarySearch([.. setDays], model.FirstDay);
        if (at <= 0 || model.Created is not { } created || created < setDays[at - 1]) return null;
        var before = created.AddDays(-1) > setDays[at - 1] ? created.AddDays(-1) : setDays[at - 1];
        return before < model.FirstDay ? before : setDays[at - 1];
    }

    private static List<DayFlow> Likes(List<Reading> readings, IReadOnlySet<DateOnly> stalls, DateOnly? absent)
    {
        var flows = new List<DayFlow>();
        var good = stalls.Count == 0 ? readings : [.. readings.Where(reading => !stalls.Contains(reading.Day))];
        if (good.Count > 0 && absent < good[0].Day)
            CounterCleaner.Spread(new Reading(absent.Value, 0), good[0], FlowFlags.None, stalls, flows);
        for (var i = 1; i < good.Count; i++)
            CounterCleaner.Spread(good[i - 1], good[i], FlowFlags.None, stalls, flows);
        return flows;
    }
}
