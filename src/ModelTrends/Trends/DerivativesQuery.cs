using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>New models by origin and relation: who builds on whom.</summary>
public sealed class DerivativesQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    public sealed record Query(Selection Selection, Dimension By = Dimension.Country)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(QueryParameter.Choice("by", "What new models are counted for.", Dimension.Country));

        public static Query Read(QueryReader reader) => new(Selection.Read(reader), reader.Choice("by", Dimension.Country));
    }

    public sealed record Response(Meta Meta, IReadOnlyList<Row> Rows) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(["day", "key", "name", "relation", "models"], Rows.Select(row => (IReadOnlyList<object?>)[row.Day, row.Key, row.Name, row.Relation, row.Models]));
    }

    /// <param name="Models">Released in the period; fractions where a merge is split.</param>
    public sealed record Row(DateOnly Day, string Key, string Name, Relation Relation, decimal Models);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var source = await sources.FindAsync(query.Selection.Source, Measure.NewModels, cancellationToken);
        if (source is null)
            return new Response(AnswerMeta.Of(query.Selection, Measure.NewModels, null, registries.Now, null, ["Nothing has been observed yet."], "derivatives"), []);
        var byCountry = query.By is Dimension.Country or Dimension.Region;
        var key = query.By switch
        {
            Dimension.Country or Dimension.Region => query.Selection.Lens == Lens.Origin ? "cube.origin_country" : "cube.publisher_country",
            Dimension.Lab => "cube.lab_id",
            Dimension.Family => "coalesce(cube.family_id, case when cube.lab_id = 'unknown' then 'unknown' else 'other' end)",
            _ => "coalesce(cube.generation, case when cube.lab_id = 'unknown' then 'unknown' else 'other' end)",
        };
        var cube = query.Selection.AsOf is not null
            ? SqlFile.Read<ShareQuery>("as-of.sql").Replace("{part}", Ledger.Read<CubeStep>("part.sql"), StringComparison.Ordinal)
            : byCountry ? "country_cube" : "lab_cube";
        var sql = SqlFile.Read<DerivativesQuery>("derivatives.sql").Replace("{cube}", cube, StringComparison.Ordinal).Replace("{key}", key, StringComparison.Ordinal)
            .Replace("{where}", (byCountry ? "" : "cube.lens = @lens and ") + Filter.Where("cube"), StringComparison.Ordinal);
        await using var command = dataSource.CreateCommand(sql).With(query.Selection).With(
            ("source_id", source.Id), ("from", query.Selection.From ?? source.FirstDay), ("to", query.Selection.To ?? source.LastDay), ("interval", Names.Of(query.Selection.Interval)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<(DateOnly, string, Relation), decimal>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = query.By == Dimension.Region ? Regions.Of(reader.GetString(1)) : reader.GetString(1);
            var at = (reader.GetFieldValue<DateOnly>(0), name, (Relation)reader.GetInt16(2));
            rows[at] = rows.GetValueOrDefault(at) + Micro.ToDecimal(reader.GetInt64(3));
        }

        var unknown = Shares.Of(rows.Where(row => row.Key.Item2 == Countries.Unknown).Sum(row => row.Value), rows.Values.Sum());
        var notes = rows.Count == 0 ? ["No model observed in this interval was released in it."] : new[] { "Bases are as their uploaders declare them: a lower bound." };
        return new Response(
            AnswerMeta.Of(query.Selection, Measure.NewModels, source, registries.Now, unknown, notes, "derivatives"),
            [.. rows.Select(row => new Row(row.Key.Item1, row.Key.Item2, KeyNames.Of(query.By, row.Key.Item2, registries.Now), row.Key.Item3, row.Value)).OrderBy(r => r.Day).ThenByDescending(r => r.Models).ThenBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.Relation)]);
    }
}
