using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>Dated events of the interval a sheet shows, newest first.</summary>
public static class EventList
{
    /// <summary>More than a reader looks through; /api/v1/events has all.</summary>
    private const int Most = 12;

    /// <summary>Dates named of what happened again and again.</summary>
    private const int MostDays = 5;

    /// <param name="Days">Newest first, at most a few.</param>
    /// <param name="More">Further days that are not named.</param>
    public sealed record Happened(string Title, string? Source, IReadOnlyList<DateOnly> Days, int More);

    public static async Task<IReadOnlyList<Happened>> OfAsync(this EventsQuery query, ChartSheet sheet, CancellationToken cancellationToken)
    {
        var meta = sheet.Figure.Meta;
        if (meta.From is null && meta.To is null) return [];
        var answer = await query.HandleAsync(new EventsQuery.Query(meta.Sources.Count > 0 ? meta.Sources[0] : null, meta.From, meta.To), cancellationToken);
        // The same fault on thirty days is one line, not thirty.
        return [.. answer.Events.GroupBy(e => (e.Title, e.Source)).OrderByDescending(group => group.Max(e => e.Day)).Take(Most)
            .Select(group => new Happened(group.Key.Title, group.Key.Source, [.. group.Select(e => e.Day).OrderDescending().Take(MostDays)], Math.Max(0, group.Count() - MostDays)))];
    }
}
