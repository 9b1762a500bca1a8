using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Who publishes whose models: publisher country against the country at the root of the lineage.</summary>
public sealed class FlowMatrixQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    public sealed record Query(Selection Selection, Measure Measure = Measure.Downloads30d, bool ByRegion = false)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            new("by", "Countries or regions.", ["country", "region"], "country"),
            QueryParameter.Choice("measure", "What is counted; trendingSlots is not to be had here.", Measure.Downloads30d));

        public static Query Read(QueryReader reader)
        {
            var by = reader.Choice("by", Dimension.Country);
            if (by is not (Dimension.Country or Dimension.Region)) reader.Fail("by", "is country or region.", ["country", "region"]);
            var measure = reader.Choice("measure", Measure.Downloads30d);
            if (measure == Measure.TrendingSlots) reader.Fail("measure", "trendingSlots has no matrix.", [.. Names.All<Measure>().Where(name => name != Names.Of(Measure.TrendingSlots))]);
            return new Query(Selection.Read(reader), measure, by == Dimension.Region);
        }
    }

    /// <param name="Total">Null where nothing was counted.</param>
    public sealed record Response(Meta Meta, decimal? Total, IReadOnlyList<Sum> Publishers, IReadOnlyList<Sum> Origins, IReadOnlyList<Cell> Cells) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["publisher", "origin", "value", "share"], Cells.Select(cell => (IReadOnlyList<object?>)[cell.Publisher, cell.Origin, cell.Value, cell.Share]));
    }

    public sealed record Sum(string Key, string Name, decimal Value, decimal? Share);

    public sealed record Cell(string Publisher, string Origin, decimal Value, decimal? Share);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var source = await sources.FindAsync(query.Selection.Source, query.Measure, cancellationToken);
        if (source is null || !source.Has(query.Measure))
            return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, [source is null ? "Nothing has been observed yet." : $"The source {source.Key} does not tell {Names.Of(query.Measure)}."]), null, [], [], []);
        var last = source.DaysOf(query.Measure).Last;
        var to = query.Selection.To is { } end && end < last ? end : last;
        var from = query.Measure.IsFlow() ? query.Selection.From ?? source.FirstDay : await LastSetAsync(source, to, cancellationToken);
        var cells = query.Selection.From > to ? [] : await ReadAsync(query, source, from, to, cancellationToken);
        var total = cells.Sum(cell => cell.Value);
        Cell[] shown = [.. cells.Select(cell => cell with { Share = Shares.Of(cell.Value, total) })];
        IReadOnlyList<Sum> Sums(Func<Cell, string> key) =>
            [.. shown.GroupBy(key, StringComparer.Ordinal).Select(group => new Sum(group.Key, KeyNames.Of(query.ByRegion ? Dimension.Region : Dimension.Country, group.Key, registries.Now), group.Sum(c => c.Value), Shares.Of(group.Sum(c => c.Value), total)))
                .OrderByDescending(sum => sum.Value).ThenBy(sum => sum.Key, StringComparer.Ordinal)];
        var unknown = Shares.Of(shown.Where(cell => cell.Origin == Countries.Unknown).Sum(cell => cell.Value), total);
        var notes = total == 0 ? ["There is no data for this question in this interval."] : Array.Empty<string>();
        return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, unknown, notes) with { Lens = null, From = from, To = to }, total == 0 ? null : total, Sums(cell => cell.Publisher), Sums(cell => cell.Origin), shown);
    }

    private async Task<List<Cell>> ReadAsync(Query query, TrendSource source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var cube = query.Selection.AsOf is null ? "country_cube" : SqlFile.Read<ShareQuery>("as-of.sql").Replace("{part}", Ledger.Read<CubeStep>("part.sql"), StringComparison.Ordinal);
        var sql = SqlFile.Read<FlowMatrixQuery>("matrix.sql").Replace("{cube}", cube, StringComparison.Ordinal)
            .Replace("{value}", "cube." + Filter.Column(query.Measure), StringComparison.Ordinal).Replace("{where}", Filter.Where("cube"), StringComparison.Ordinal);
        await using var command = dataSource.CreateCommand(sql).With(query.Selection).With(("source_id", source.Id), ("from", from), ("to", to));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var cells = new Dictionary<(string, string), decimal>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = query.ByRegion ? (Regions.Of(reader.GetString(0)), Regions.Of(reader.GetString(1))) : (reader.GetString(0), reader.GetString(1));
            cells[key] = cells.GetValueOrDefault(key) + Micro.ToDecimal(reader.GetInt64(2));
        }

        return [.. cells.Select(pair => new Cell(pair.Key.Item1, pair.Key.Item2, pair.Value, null)).OrderByDescending(c => c.Value).ThenBy(c => c.Publisher, StringComparer.Ordinal).ThenBy(c => c.Origin, StringComparer.Ordinal)];
    }

    private async Task<DateOnly> LastSetAsync(TrendSource source, DateOnly to, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select max(day) from trend_day where source_id = @source_id and set_id is not null and day <= @to").With(("source_id", source.Id), ("to", to));
        return await command.ExecuteScalarAsync(cancellationToken) is DateOnly day ? day : to;
    }
}
