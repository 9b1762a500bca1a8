using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>Dated events of the interval a sheet shows, newest first.</summary>
public static class EventList
{
    /// <summary>More than a reader looks through; /api/v1/events has all.</summary>
    private const int Most = 12;

    public static async Task<IReadOnlyList<EventsQuery.Event>> OfAsync(this EventsQuery query, ChartSheet sheet, CancellationToken cancellationToken)
    {
        var meta = sheet.Figure.Meta;
        if (meta.From is null && meta.To is null) return [];
        var answer = await query.HandleAsync(new EventsQuery.Query(meta.Sources.Count > 0 ? meta.Sources[0] : null, meta.From, meta.To), cancellationToken);
        return [.. answer.Events.OrderByDescending(e => e.Day).Take(Most)];
    }
}
