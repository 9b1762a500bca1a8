using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Days from release to the first million downloads.</summary>
public sealed class FirstMillionQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    public sealed record Query(Selection Selection, int Top = 50, int Count = 1_000_000)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            new("top", "How many models, 1 to 500.", Default: "50", Format: "integer"), new("count", "The number of downloads, 1,000 to a billion.", Default: "1000000", Format: "integer"));

        public static Query Read(QueryReader reader) => new(Selection.Read(reader), reader.Number("top", 50, 1, 500), reader.Number("count", 1_000_000, 1000, 1_000_000_000));
    }

    public sealed record Response(Meta Meta, int Count, IReadOnlyList<Entry> Models) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["model_id", "lab", "lab_name", "country", "family", "released", "reached", "days"],
            Models.Select(m => (IReadOnlyList<object?>)[m.ModelId, m.Lab, m.LabName, m.Country, m.Family, m.Released, m.Reached, m.Days]));
    }

    /// <param name="Reached">First observed day with that many; at most a gap of observations too late.</param>
    public sealed record Entry(string ModelId, string Lab, string LabName, string Country, string? Family, DateOnly Released, DateOnly Reached, int Days);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var source = await sources.FindAsync(query.Selection.Source, Measure.DownloadsAllTime, cancellationToken);
        if (source is null || !source.HasDownloadsAllTime)
        {
            return new Response(AnswerMeta.Of(query.Selection, Measure.DownloadsAllTime, source, registries.Now, null,
                [source is null ? "Nothing has been observed yet." : $"The source {source.Key} has no all-time counter."], "firstMillion", "days"), query.Count, []);
        }

        var flags = Filter.Where("t").Replace("@flags_on", "(case when @flags_on = 4 then 2 else 0 end)", StringComparison.Ordinal);
        await using var command = dataSource.CreateCommand(Ledger.Read<FirstMillionQuery>("first-million.sql").Replace("{where}", flags, StringComparison.Ordinal)).With(query.Selection)
            .With(("source_id", source.Id), ("count", (long)query.Count), ("first", source.FirstDay), ("top", query.Top));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var models = new List<Entry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            models.Add(new Entry(reader.GetString(0), reader.GetString(1), KeyNames.Of(Dimension.Lab, reader.GetString(1), registries.Now), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetFieldValue<DateOnly>(4), reader.GetFieldValue<DateOnly>(5), reader.GetInt32(6)));
        }

        return new Response(AnswerMeta.Of(query.Selection, Measure.DownloadsAllTime, source, registries.Now, null, models.Count == 0 ? ["No model reached the number while it was observed."] : [], "firstMillion", "days"), query.Count, models);
    }
}
