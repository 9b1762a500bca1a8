using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Relative adoption: downloads since release against the 10th most downloaded model of the size class at the same age.</summary>
public sealed class AdoptionQuery(NpgsqlDataSource dataSource, TrendSources sources, AdoptionBaselines baselines, CurrentRegistry registries)
{
    /// <param name="Model">owner/name; null: the models with the highest score.</param>
    public sealed record Query(Selection Selection, string? Model = null, int Top = 20)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            new("model", "owner/name; without it the models with the highest score."), new("top", "How many models, 1 to 100.", Default: "20", Format: "integer"));

        public static Query Read(QueryReader reader) => new(Selection.Read(reader), reader.Text("model", 200), reader.Number("top", 20, 1, 100));
    }

    /// <param name="Baseline">Name of the frozen thresholds: the quarter they were made at the beginning of, and their version.</param>
    public sealed record Response(Meta Meta, string? Baseline, IReadOnlyList<Threshold> Thresholds, IReadOnlyList<Entry> Models) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["baseline", "model_id", "lab", "country", "size", "released", "age_days", "downloads", "threshold", "score"],
            Models.SelectMany(model => model.Ages.Select(age => (IReadOnlyList<object?>)[Baseline, model.ModelId, model.Lab, model.Country, model.Size, model.Released, age.Days, age.Downloads, age.Threshold, age.Score])));
    }

    public sealed record Threshold(SizeClass Size, int Days, decimal? Downloads, int Models);

    public sealed record Entry(string ModelId, string Lab, string Country, SizeClass Size, DateOnly Released, IReadOnlyList<Age> Ages);

    public sealed record Age(int Days, long Downloads, decimal? Threshold, decimal? Score);

    internal sealed record Reached(int Model, string Name, SizeClass Size, DateOnly Released, int Days, long Downloads, string Lab, string Country);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var source = await sources.FindAsync(query.Selection.Source, Measure.DownloadsAllTime, cancellationToken);
        if (source is null || !source.HasDownloadsAllTime)
        {
            return new Response(AnswerMeta.Of(query.Selection, Measure.DownloadsAllTime, source, registries.Now, null,
                [source is null ? "Nothing has been observed yet." : $"The source {source.Key} has no all-time counter, so that nobody knows what a model had at an age."], "adoption", "ratio"), null, [], []);
        }

        var day = query.Selection.To is { } to && to < source.LastDay ? to : source.LastDay;
        var baseline = await baselines.FindAsync(source, day, cancellationToken);
        var limits = baseline.Thresholds.ToDictionary(threshold => (threshold.Size, threshold.Days), threshold => threshold.Downloads);
        var rows = await ReadAsync(dataSource, source, query.Selection, day.AddDays(1), cancellationToken);
        var entries = rows.GroupBy(row => row.Model).Select(group =>
        {
            var first = group.First();
            return new Entry(first.Name, first.Lab, first.Country, first.Size, first.Released,
                [.. group.Select(row => new Age(row.Days, row.Downloads, limits.GetValueOrDefault((row.Size, row.Days)), Adoption.Score(row.Downloads, limits.GetValueOrDefault((row.Size, row.Days)))))]);
        });
        Entry[] shown = query.Model is { } name
            ? [.. entries.Where(entry => string.Equals(entry.ModelId, name, StringComparison.OrdinalIgnoreCase))]
            : [.. entries.OrderByDescending(entry => entry.Ages[^1].Score ?? -1).ThenByDescending(entry => entry.Ages[^1].Downloads).ThenBy(entry => entry.ModelId, StringComparer.Ordinal).Take(query.Top)];
        var notes = new List<string> { "Thresholds are the 10th most downloaded model of the size class at the same age; the 10th scores exactly 1." };
        if (shown.Length == 0) notes.Add("No model's release and age lie within the observed days.");
        return new Response(AnswerMeta.Of(query.Selection, Measure.DownloadsAllTime, source, registries.Now, null, notes, "adoption", "ratio"), baseline.Name, baseline.Thresholds, shown);
    }

    internal static async Task<List<Reached>> ReadAsync(NpgsqlDataSource dataSource, TrendSource source, Selection selection, DateOnly before, CancellationToken cancellationToken)
    {
        // Mainline without lineage and downloads is the candidate's flag; the year after release is what an age means already.
        var flags = Filter.Where("t").Replace("@flags_on", "(case when @flags_on = 4 then 2 else 0 end)", StringComparison.Ordinal);
        await using var command = dataSource.CreateCommand(Ledger.Read<AdoptionQuery>("ages.sql").Replace("{where}", flags, StringComparison.Ordinal)).With(selection).With(
            ("source_id", source.Id), ("ages", Adoption.Ages.ToArray()), ("first", source.FirstDay), ("last", source.LastDay), ("before", before));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Reached>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new Reached(reader.GetInt32(0), reader.GetString(1), (SizeClass)reader.GetInt16(2), reader.GetFieldValue<DateOnly>(3), reader.GetInt32(4), reader.GetInt64(5), reader.GetString(6), reader.GetString(7)));
        }

        return rows;
    }
}
