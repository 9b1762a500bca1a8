using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Trends;

/// <summary>One question, several definitions, several answers: ours side by side, the published claims in cells of their own.</summary>
public sealed class DefinitionsQuery(ShareQuery shares, TrendSources sources, CurrentRegistry registries)
{
    private sealed record Definition(string Id, string Name, Measure Measure, Lens Lens, Population Population, bool ExcludeCi = false, int Top = 10);

    private static readonly Definition[] All =
    [
        new("language-origin", "Language models, by the lab at the root", Measure.Downloads30d, Lens.Origin, Population.Language),
        new("language-publisher", "Language models, by the lab that publishes", Measure.Downloads30d, Lens.Publisher, Population.Language),
        new("language-origin-daily", "Language models, new downloads of the day, by the lab at the root", Measure.Downloads, Lens.Origin, Population.Language),
        new("language-no-ci", "Language models without test repositories", Measure.Downloads30d, Lens.Origin, Population.Language, ExcludeCi: true),
        new("all", "Every public model", Measure.Downloads30d, Lens.Origin, Population.All),
        new("all-publisher", "Every public model, by the lab that publishes", Measure.Downloads30d, Lens.Publisher, Population.All),
        new("mainline", "Mainline models, 30 days", Measure.Downloads30d, Lens.Origin, Population.Mainline),
        new("mainline-cumulative", "Mainline models, downloads ever", Measure.DownloadsAllTime, Lens.Origin, Population.Mainline),
        new("first-year", "Models in the year after their release", Measure.Downloads30d, Lens.Origin, Population.FirstYear),
        new("likes", "Likes of language models", Measure.Likes, Lens.Origin, Population.Language),
        new("trending-5", "Places among the first five trending", Measure.TrendingSlots, Lens.Origin, Population.All, Top: 5),
        new("trending-10", "Places among the first ten trending", Measure.TrendingSlots, Lens.Origin, Population.All),
    ];

    public sealed record Query(DateOnly? Day = null, string? Source = null, IReadOnlyList<string>? Countries = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [
            new("day", "The day compared.", Default: "the last observed day", Format: "date"),
            new("source", "hub, or archive:NAME.", Default: "hub once it has a complete poll, else the archive that covers most"),
            new("keys", "Countries, separated by commas.", Default: "CN,US"),
        ];

        public static Query Read(QueryReader reader) => new(reader.Day("day"), reader.Text("source", 200), reader.List("keys", 20) is { Count: > 0 } keys ? keys : null);
    }

    public sealed record Response(Meta Meta, IReadOnlyList<Row> Definitions, IReadOnlyList<Claim> Claims) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["id", "name", "published", "day", "measure", "lens", "population", "country", "share", "value", "url"],
            Definitions.SelectMany(row => row.Shares.Select(share => (IReadOnlyList<object?>)[row.Id, row.Name, false, row.Day, row.Measure, row.Lens, row.Population, share.Country, share.Share, share.Value, null]))
                .Concat(Claims.SelectMany(claim => claim.Shares.Select(share => (IReadOnlyList<object?>)[claim.Id, claim.Source, true, claim.Published, claim.Measure, null, claim.Population, share.Country, share.Share, null, claim.Url]))));
    }

    /// <param name="Total">The denominator.</param>
    /// <param name="Note">Why there is no number, where there is none.</param>
    public sealed record Row(string Id, string Name, Measure Measure, Lens Lens, Population Population, DateOnly? Day, decimal? Total, IReadOnlyList<CountryShare> Shares, string? Source, string? Note);

    public sealed record CountryShare(string Country, string Name, decimal? Share, decimal? Value);

    /// <param name="Definition">The id of our definition that comes closest.</param>
    public sealed record Claim(string Id, string Source, string Url, DateOnly Published, string Window, string Population, string Measure, string Definition, IReadOnlyList<CountryShare> Shares, string? Note);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var keys = query.Countries ?? ["CN", "US"];
        var rows = new List<Row>();
        foreach (var definition in All)
            rows.Add(await AnswerAsync(definition, query, keys, cancellationToken));
        var claims = PublishedClaim.Load().Select(claim => new Claim(
            claim.Id, claim.Source, claim.Url, claim.Published, claim.Window, claim.Population, claim.Measure, claim.Definition,
            [.. claim.Shares.OrderByDescending(pair => pair.Value).Select(pair => new CountryShare(pair.Key, KeyNames.Country(pair.Key), pair.Value, null))], claim.Note)).ToArray();
        var source = await sources.FindAsync(query.Source, Measure.Downloads30d, cancellationToken);
        var meta = AnswerMeta.Of(new Selection { Source = query.Source, From = query.Day, To = query.Day }, Measure.Downloads30d, source, registries.Now, null,
            ["Published answers differ because definitions differ, and all are right for their own."], "share", "share") with { Lens = null, Population = null, Interval = null };
        return new Response(meta, rows, claims);
    }

    private async Task<Row> AnswerAsync(Definition definition, Query query, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var source = await sources.FindAsync(query.Source, definition.Measure, cancellationToken);
        var to = query.Day ?? source?.LastDay;
        var selection = new Selection { Lens = definition.Lens, Population = definition.Population, ExcludeCi = definition.ExcludeCi, Source = source?.Key ?? query.Source, From = to?.AddDays(-LookBackDays), To = to };
        var answer = await shares.HandleAsync(new ShareQuery.Query(selection, Dimension.Country, definition.Measure, definition.Top, keys), cancellationToken);
        if (answer.Totals.Count == 0)
            return new Row(definition.Id, definition.Name, definition.Measure, definition.Lens, definition.Population, null, null, [.. keys.Select(key => new CountryShare(key, KeyNames.Country(key), null, null))], source?.Key, answer.Meta.Notes.Count > 0 ? answer.Meta.Notes[0] : null);
        var last = answer.Totals[^1];
        var values = keys.Select(key =>
        {
            var point = answer.Series.FirstOrDefault(series => series.Key == key)?.Points.FirstOrDefault(p => p.Day == last.Day);
            return new CountryShare(key, KeyNames.Country(key), point?.Share ?? (last.Value > 0 ? 0 : null), point?.Value ?? (last.Value > 0 ? 0 : null));
        }).ToArray();
        return new Row(definition.Id, definition.Name, definition.Measure, definition.Lens, definition.Population, last.Day, last.Value, values, source?.Key, null);
    }

    /// <summary>A day without observation answers with the last one before it, if that is not too old.</summary>
    private const int LookBackDays = 7;
}
