using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Does the headline survive leaving out its largest model, the test repositories, the small models? Names the model that moves it most.</summary>
public sealed class RobustnessQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    public sealed record Query(Selection Selection, string Key = "CN", Measure Measure = Measure.Downloads30d, DateOnly? Day = null, Dimension By = Dimension.Country)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            QueryParameter.Choice("by", "What the key is.", Dimension.Country), new("key", "The country, region, lab, family or generation whose share is the headline.", Default: "CN"), ModelMeasures.Parameter, ModelMeasures.Day);

        public static Query Read(QueryReader reader)
        {
            var by = reader.Choice("by", Dimension.Country);
            var key = reader.Text("key", 100) ?? "CN";
            if (by == Dimension.Country && !Countries.IsKnown(key)) reader.Fail("key", "is an ISO 3166-1 alpha-2 code in capitals, or international, individual, unknown.");
            return new Query(Selection.Read(reader), key, ModelMeasures.Read(reader), reader.Day("day"), by);
        }
    }

    /// <param name="MovesMost">The one model whose leaving out changes the share most.</param>
    public sealed record Response(Meta Meta, string Key, DateOnly? Day, IReadOnlyList<Case> Cases, Model? MovesMost) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["case", "model_id", "value", "total", "share", "change"], Cases.Select(c => (IReadOnlyList<object?>)[c.Id, c.ModelId, c.Value, c.Total, c.Share, c.Change]));
    }

    /// <param name="Change">Against the headline, as a fraction: 0.021 is 2.1 points.</param>
    public sealed record Case(string Id, string? ModelId, decimal Value, decimal Total, decimal? Share, decimal? Change);

    public sealed record Model(string ModelId, string Lab, string LabName, string Country, decimal Value, decimal? ShareWithout);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        if (KeyNames.Fault(query.By, query.Key, registries.Now) is { } fault)
            throw new BadQueryException(new Dictionary<string, string>(StringComparer.Ordinal) { ["key"] = fault }, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        var (source, day, note) = await ModelMeasures.FindAsync(dataSource, sources, query.Selection, query.Measure, query.Day, cancellationToken);
        if (source is null || day is null)
            return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, [note!]), query.Key, null, [], null);
        var rows = new Dictionary<string, (string? Name, string? Lab, string? Country, decimal Part, decimal Whole)>(StringComparer.Ordinal);
        await using (var command = dataSource.CreateCommand(SqlOf(query)).With(query.Selection).With(("source_id", source.Id), ("from", day), ("to", day), ("keys", ModelMeasures.ValuesOf(query.By, query.Key))))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows[reader.GetString(0)] = (
                    reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.IsDBNull(4) ? 0 : Micro.ToDecimal(reader.GetInt64(4)), reader.IsDBNull(5) ? 0 : Micro.ToDecimal(reader.GetInt64(5)));
            }
        }

        var (part, whole) = (rows["total"].Part, rows["total"].Whole);
        if (whole == 0)
            return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, ["There is no data for this question."]) with { From = day, To = day }, query.Key, day, [], null);
        var headline = Shares.Of(part, whole);
        var cases = new List<Case> { new("headline", null, part, whole, headline, 0) };
        Model? most = null;
        foreach (var (kind, other) in new[] { ("inside", "outside"), ("outside", "inside") })
        {
            if (!rows.TryGetValue(kind, out var largest)) continue;
            var model = Of(largest);
            var without = Robustness.Without(part, whole, model);
            cases.Add(new Case($"without-largest-{kind}", largest.Name, part - model.Inside, whole - model.Value, without, without - headline));
            if (most is null || !Robustness.MovesMore(part, whole, Of(rows[other]), model))
                most = new Model(largest.Name!, largest.Lab!, KeyNames.Of(Dimension.Lab, largest.Lab!, registries.Now), largest.Country!, model.Value, without);
        }

        foreach (var (kind, id) in new[] { ("no-ci", "without-ci-suspects"), ("no-small", "without-below-1b"), ("no-small-or-unsized", "without-below-1b-and-unknown-size") })
        {
            var share = Shares.Of(rows[kind].Part, rows[kind].Whole);
            cases.Add(new Case(id, null, rows[kind].Part, rows[kind].Whole, share, share - headline));
        }

        return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, []) with { From = day, To = day }, query.Key, day, cases, most);
    }

    private static string SqlOf(Query query) =>
        ModelMeasures.Sql<RobustnessQuery>("robustness.sql", query.Selection, query.Measure).Replace("{key}", ModelMeasures.KeyOf(query.By, query.Selection.Lens), StringComparison.Ordinal);

    private static Robustness.Largest Of((string? Name, string? Lab, string? Country, decimal Inside, decimal Value) row) => new(row.Inside, row.Value);
}
