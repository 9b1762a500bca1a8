using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Dated notes drawn on charts: the reviewed file's, and what was detected in the counters.</summary>
public sealed class EventsQuery(NpgsqlDataSource dataSource, TrendSources sources)
{
    private static readonly (TrendDayFlags Flag, string Kind, string Title)[] Detected =
    [
        (TrendDayFlags.Stall, "stall", "The Hub's counters stood still; the day shares the next difference"),
        (TrendDayFlags.Rollback, "rollback", "Many counters fell at once; flows are measured from before to after"),
        (TrendDayFlags.Partial, "partial", "A partial poll, stored and not used"),
        (TrendDayFlags.Low, "low", "Downloads below 0.7 of the weekday's median"),
        (TrendDayFlags.Break, "break", "The number of models observed changed by more than 20 %: shares are not compared across this line"),
    ];

    public sealed record Query(string? Source = null, DateOnly? From = null, DateOnly? To = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [
            new("source", "Detected events of this source only."),
            new("from", "First day.", Format: "date"),
            new("to", "Last day, inclusive.", Format: "date"),
        ];

        public static Query Read(QueryReader reader)
        {
            var query = new Query(reader.Text("source", 200), reader.Day("from"), reader.Day("to"));
            if (query.From > query.To) reader.Fail("from", "is after to.");
            return query;
        }
    }

    public sealed record Response(Meta Meta, IReadOnlyList<Event> Events) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(["day", "kind", "title", "source", "lab", "url"], Events.Select(e => (IReadOnlyList<object?>)[e.Day, e.Kind, e.Title, e.Source, e.Lab, e.Url]));
    }

    /// <param name="Kind">release, rule, report; detected: stall, rollback, partial, low, break.</param>
    /// <param name="Source">The source in which it was detected; null for the reviewed file's.</param>
    public sealed record Event(DateOnly Day, string Kind, string Title, string? Source, string? Lab, string? Url);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        // Refuses a source that does not exist; one that has not been polled yet has no events of its own.
        if (query.Source is not null) await sources.FindAsync(query.Source, Measure.Models, cancellationToken);
        var events = EditorialEvent.Load().Select(e => new Event(e.Day, e.Kind, e.Title, null, e.LabId, e.Url)).ToList();
        await using var command = dataSource.CreateCommand(
            """
            select d.day, s.key, d.flags from trend_day d join source s on s.id = d.source_id
            where d.flags <> 0 and (@source::text is null or s.key = @source) order by d.day, s.key
            """).With(("source", query.Source));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            foreach (var (flag, kind, title) in Detected)
                if (((TrendDayFlags)reader.GetInt16(2)).HasFlag(flag)) events.Add(new Event(reader.GetFieldValue<DateOnly>(0), kind, title, reader.GetString(1), null, null));
        }

        Event[] shown = [.. events.Where(e => (query.From is null || e.Day >= query.From) && (query.To is null || e.Day <= query.To))
            .OrderBy(e => e.Day).ThenBy(e => e.Kind, StringComparer.Ordinal).ThenBy(e => e.Source, StringComparer.Ordinal).ThenBy(e => e.Title, StringComparer.Ordinal)];
        return new Response(Meta.Listing("events", "events", notes: shown.Length == 0 ? ["Nothing is noted in this interval."] : []) with { From = query.From, To = query.To }, shown);
    }
}
