using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Counters;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>One model: what was seen, as it was, and the daily flows cleaned from it, with flags.</summary>
public sealed class SeriesQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    public sealed record Query(string Model, string? Source = null, DateOnly? From = null, DateOnly? To = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [
            new("source", "hub, or archive:NAME.", Default: "the source that saw the model on most days"),
            new("from", "First day.", Format: "date"),
            new("to", "Last day, inclusive.", Format: "date"),
        ];

        public static Query Read(string model, QueryReader reader)
        {
            var query = new Query(model, reader.Text("source", 200), reader.Day("from"), reader.Day("to"));
            if (query.From > query.To) reader.Fail("from", "is after to.");
            return query;
        }
    }

    public sealed record Response(Meta Meta, string ModelId, IReadOnlyList<Observed> Observations, IReadOnlyList<Derived> Flows) : ICsvAnswer
    {
        public CsvTable ToCsv()
        {
            var flows = Flows.ToDictionary(flow => flow.Day);
            var seen = Observations.ToDictionary(observed => observed.Day);
            return new CsvTable(
                ["day", "source", "downloads_30d", "downloads_all_time", "likes", "trending_rank", "downloads", "correction", "flags"],
                seen.Keys.Union(flows.Keys).Order().Select(day => (IReadOnlyList<object?>)
                [
                    day, Meta.Sources[0], seen.GetValueOrDefault(day)?.Downloads30d, seen.GetValueOrDefault(day)?.DownloadsAllTime, seen.GetValueOrDefault(day)?.Likes, seen.GetValueOrDefault(day)?.TrendingRank,
                    flows.GetValueOrDefault(day)?.Downloads, flows.GetValueOrDefault(day)?.Correction, flows.GetValueOrDefault(day)?.Flags,
                ]));
        }
    }

    /// <summary>Counters as the source told them.</summary>
    public sealed record Observed(
        DateOnly Day, [property: System.Text.Json.Serialization.JsonPropertyName("downloads30d")] long? Downloads30d, long? DownloadsAllTime, int? Likes, int? TrendingRank);

    /// <param name="Correction">A lasting fall of the counter on this day, 0 or below; null on all other days.</param>
    public sealed record Derived(DateOnly Day, decimal Downloads, decimal? Correction, IReadOnlyList<string> Flags);

    public async Task<Response?> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        if (await ModelAsync(query.Model, cancellationToken) is not { } model) return null;
        var seen = await SourceAsync(model.Id, query.Source, cancellationToken);
        var asked = seen is null && query.Source is not null ? await sources.FindAsync(query.Source, Measure.Models, cancellationToken) : null;
        if (seen is not { } source)
            return new Response(Describe(query, asked?.Key, null, [$"{asked?.Key ?? "No source"} has not observed this model."]), model.Name, [], []);

        var observed = new List<Observed>();
        await using (var command = dataSource.CreateCommand(
            """
            select d.day, o.downloads_30d, o.downloads_all_time, o.likes, o.trending_rank
            from trend_day d join observation o on o.day = d.day and o.set_id = d.set_id and o.model_id = @model
            where d.source_id = @source_id order by d.day
            """).With(("model", model.Id), ("source_id", source.Id)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                observed.Add(new Observed(reader.GetFieldValue<DateOnly>(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInt32(3), reader.IsDBNull(4) ? null : reader.GetInt32(4)));
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var days = await SourceDays.ReadAsync(connection, source.Id, cancellationToken);
        var readings = new ModelReadings { ModelId = model.Id, Created = model.Created, FirstDay = observed[0].Day };
        readings.Downloads.AddRange(observed.Where(o => o.DownloadsAllTime is not null).Select(o => new Reading(o.Day, o.DownloadsAllTime!.Value)));
        var clean = CounterCleaner.Clean(readings.Downloads, days.Stalls, ModelFlows.AbsentOn(readings, days.All));
        var corrections = clean.Corrections.ToDictionary(correction => correction.Day, correction => (decimal?)correction.Change);
        bool Inside(DateOnly day) => (query.From is null || day >= query.From) && (query.To is null || day <= query.To);
        Derived[] flows = [.. clean.Flows.Where(flow => Inside(flow.Day)).Select(flow => new Derived(flow.Day, Micro.ToDecimal(flow.Millionths), corrections.GetValueOrDefault(flow.Day), FlagNames(flow.Flags)))];
        var notes = readings.Downloads.Count == 0 ? [$"{source.Key} has no all-time counter, so that there are no daily flows."]
            : clean.OpenSince is { } open ? [$"The counter fell after {open:yyyy-MM-dd} and may still recover; flows since then are not known yet."] : Array.Empty<string>();
        return new Response(Describe(query, source.Key, observed[^1].Day, notes), model.Name, [.. observed.Where(o => Inside(o.Day))], flows);
    }

    private Meta Describe(Query query, string? source, DateOnly? through, IReadOnlyList<string> notes) =>
        Meta.Listing("series", "downloads", null, registries.Now.Version, notes) with { From = query.From, To = query.To, DataThrough = through, Sources = source is null ? [""] : [source] };

    private static string[] FlagNames(FlowFlags flags) =>
        [.. Enum.GetValues<FlowFlags>().Where(flag => flag != FlowFlags.None && flags.HasFlag(flag)).Select(flag => Names.Of(flag))];

    private async Task<(int Id, string Name, DateOnly? Created)?> ModelAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<SeriesQuery>("find-model.sql")).With(("name", name));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt32(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2)) : null;
    }

    private async Task<(int Id, string Key)?> SourceAsync(int model, string? asked, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select s.id, s.key from source s join trend_day d on d.source_id = s.id
            join observation o on o.day = d.day and o.set_id = d.set_id and o.model_id = @model
            where @asked::text is null or s.key = @asked group by s.id order by s.key = 'hub' desc, count(*) desc, s.key limit 1
            """).With(("model", model), ("asked", asked));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt32(0), reader.GetString(1)) : null;
    }
}
