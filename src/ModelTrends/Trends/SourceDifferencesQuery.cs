using ModelTrends.Data;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Where two sources observed the same model on the same day and tell different numbers: both stay, neither is corrected, and this lists them.</summary>
public sealed class SourceDifferencesQuery(NpgsqlDataSource dataSource, TrendSources sources)
{
    private static readonly Measure[] Compared = [Measure.Downloads30d, Measure.DownloadsAllTime, Measure.Likes];

    /// <param name="Day">Null: the last day that two sources observed.</param>
    /// <param name="Source">Only pairs with this source; null: all.</param>
    public sealed record Query(DateOnly? Day = null, string? Source = null, Measure? Measure = null, int Top = 100)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [
            new("day", "The day compared.", Default: "the last day that two sources observed", Format: "date"),
            new("source", "Only pairs with this source: hub, or archive:NAME."),
            new("measure", "What is compared; without it all three.", [.. Compared.Select(measure => Names.Of(measure))]),
            new("top", "How many models, those that differ most first; 1 to 1000.", Default: "100", Format: "integer"),
        ];

        public static Query Read(QueryReader reader)
        {
            var measure = reader.Text("measure") is null ? (Measure?)null : reader.Choice("measure", Domain.Trends.Measure.Downloads30d);
            if (measure is { } asked && !Compared.Contains(asked))
                reader.Fail("measure", $"is one of {string.Join(", ", Compared.Select(m => Names.Of(m)))}.", [.. Compared.Select(m => Names.Of(m))]);
            return new Query(reader.Day("day"), reader.Text("source", 200), measure, reader.Number("top", 100, 1, 1000));
        }
    }

    /// <param name="Pairs">Every pair of sources and measure, also those that agree.</param>
    public sealed record Response(Meta Meta, DateOnly? Day, IReadOnlyList<Pair> Pairs, IReadOnlyList<Difference> Differences) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["day", "model_id", "measure", "source", "other_source", "value", "other_value", "difference"],
            Differences.Select(row => (IReadOnlyList<object?>)[Day, row.ModelId, row.Measure, row.Source, row.OtherSource, row.Value, row.OtherValue, row.By]));
    }

    /// <param name="Compared">Models for which both tell the measure.</param>
    public sealed record Pair(string Source, string OtherSource, Measure Measure, long Compared, long Differing);

    /// <param name="By">The other source's value less the first's.</param>
    public sealed record Difference(string ModelId, Measure Measure, string Source, string OtherSource, long Value, long OtherValue, long By);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var source = query.Source is null ? null : (await sources.FindAsync(query.Source, Measure.Downloads30d, cancellationToken))?.Key ?? query.Source;
        var (pairs, differences) = (new List<Pair>(), new List<Difference>());
        var day = query.Day ?? await LastAsync(source, cancellationToken);
        if (day is not null)
            await ReadAsync(query, source, day.Value, pairs, differences, cancellationToken);
        string[] notes = pairs.Count == 0
            ? ["No two sources observed the same model on this day."]
            : ["Sources are read at other hours of the day and are never summed; both values stay as they were seen."];
        return new Response(Meta.Listing("differences", "models", notes: notes) with { From = day, To = day, Sources = [.. pairs.SelectMany(pair => new[] { pair.Source, pair.OtherSource }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] }, day, pairs, differences);
    }

    private async Task<DateOnly?> LastAsync(string? source, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select d.day from trend_day d join source s on s.id = d.source_id where d.set_id is not null
            group by d.day having count(*) > 1 and (@source::text is null or bool_or(s.key = @source)) order by d.day desc limit 1
            """).With(("source", source));
        return await command.ExecuteScalarAsync(cancellationToken) as DateOnly?;
    }

    private async Task ReadAsync(Query query, string? source, DateOnly day, List<Pair> pairs, List<Difference> differences, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<SourceDifferencesQuery>("source-differences.sql")).With(
            ("day", day), ("source", source), ("measure", query.Measure is { } one ? Names.Of(one) : null), ("top", query.Top));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            pairs.Add(new Pair(reader.GetString(0), reader.GetString(1), MeasureOf(reader.GetString(2)), reader.GetInt64(3), reader.GetInt64(4)));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            differences.Add(new Difference(reader.GetString(0), MeasureOf(reader.GetString(1)), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(5) - reader.GetInt64(4)));
        }
    }

    private static Measure MeasureOf(string name) => Compared.First(measure => Names.Of(measure) == name);
}
