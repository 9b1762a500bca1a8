using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>How much of a day's downloads the first models and the first labs hold.</summary>
public sealed class ConcentrationQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    private static readonly int[] Tops = [10, 100, 1000];

    public sealed record Query(Selection Selection, Measure Measure = Measure.Downloads30d, DateOnly? Day = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(ModelMeasures.Parameter, ModelMeasures.Day);

        public static Query Read(QueryReader reader) => new(Selection.Read(reader), ModelMeasures.Read(reader), reader.Day("day"));
    }

    /// <param name="Hhi">Over labs; those unknown and individuals are no lab and stand outside.</param>
    public sealed record Response(Meta Meta, DateOnly? Day, decimal? Total, IReadOnlyList<TopModels> Models, decimal? Hhi, decimal? Gini, int? Labs, IReadOnlyList<OfCountry> Countries, IReadOnlyList<LabShare> FirstLabs) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["what", "key", "value", "share", "hhi", "gini", "labs"],
            Models.Select(top => (IReadOnlyList<object?>)["top-models", top.Top, top.Value, top.Share, null, null, null])
                .Concat(Total is null ? [] : [["labs", "all", Total, 1m, Hhi, Gini, Labs]])
                .Concat(Countries.Select(country => (IReadOnlyList<object?>)["country", country.Country, country.Value, country.Share, country.Hhi, country.Gini, country.Labs]))
                .Concat(FirstLabs.Select(lab => (IReadOnlyList<object?>)["lab", lab.Lab, lab.Value, lab.Share, null, null, null])));
    }

    public sealed record TopModels(int Top, decimal Value, decimal? Share);

    public sealed record OfCountry(string Country, string Name, decimal Value, decimal? Share, decimal? Hhi, decimal? Gini, int Labs);

    public sealed record LabShare(string Lab, string Name, string Country, decimal Value, decimal? Share);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var (source, day, note) = await ModelMeasures.FindAsync(dataSource, sources, query.Selection, query.Measure, query.Day, cancellationToken);
        if (source is null || day is null)
            return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, [note!]), null, null, [], null, null, null, [], []);
        var rows = new List<(string Kind, string? Country, string Key, decimal Value)>();
        await using (var command = dataSource.CreateCommand(ModelMeasures.Sql<ConcentrationQuery>("concentration.sql", query.Selection, query.Measure)).With(query.Selection).With(("source_id", source.Id), ("from", day), ("to", day), ("most", Tops[^1])))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                rows.Add((reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), Micro.ToDecimal(reader.GetInt64(3))));
        }

        var all = rows.Where(row => row.Kind == "lab").ToArray();
        var total = all.Sum(row => row.Value);
        if (total == 0)
            return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, ["There is no data for this question."]) with { From = day, To = day }, day, null, [], null, null, null, [], []);
        var labs = all.Where(row => row.Key != Lab.UnknownId && row.Country != Countries.Individual).ToArray();
        var countries = labs.GroupBy(row => row.Country!, StringComparer.Ordinal).Select(group =>
        {
            var values = group.Select(row => row.Value).ToArray();
            return new OfCountry(group.Key, KeyNames.Country(group.Key), values.Sum(), Shares.Of(values.Sum(), total), Concentration.Hhi(values), Concentration.Gini(values), values.Length);
        }).OrderByDescending(country => country.Value).ThenBy(country => country.Country, StringComparer.Ordinal).ToArray();
        decimal[] models = [.. rows.Where(row => row.Kind == "model").Select(row => row.Value)];
        decimal[] parts = [.. labs.Select(row => row.Value)];
        return new Response(
            AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, Shares.Of(all.Where(row => row.Key == Lab.UnknownId).Sum(row => row.Value), total), []) with { From = day, To = day },
            day, total,
            [.. Tops.Select(n => new TopModels(n, Concentration.Top(models, n), Shares.Of(Concentration.Top(models, n), total)))],
            Concentration.Hhi(parts), Concentration.Gini(parts), parts.Length, countries,
            [.. labs.Take(20).Select(row => new LabShare(row.Key, KeyNames.Of(Dimension.Lab, row.Key, registries.Now), row.Country!, row.Value, Shares.Of(row.Value, total)))]);
    }
}
