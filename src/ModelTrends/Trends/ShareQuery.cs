using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Who makes what is downloaded, liked or trending, over time. Shares of one period sum to 1 with unknown and other.</summary>
public sealed class ShareQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    /// <summary>Series beyond these are summed as <c>other</c> when no keys are asked for; a legend holds no more.</summary>
    private const int MostSeries = 30;

    /// <param name="Top">Places of the trending list: 5, 10, 25, 100. Used by <see cref="Measure.TrendingSlots"/> alone.</param>
    /// <param name="Keys">Series wanted; none: the largest. The rest is summed as <c>other</c>.</param>
    public sealed record Query(Selection Selection, Dimension By = Dimension.Country, Measure Measure = Measure.Downloads30d, int Top = 10, IReadOnlyList<string>? Keys = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            QueryParameter.Choice("by", "What a series stands for.", Dimension.Country),
            QueryParameter.Choice("measure", "What is counted.", Measure.Downloads30d),
            new("top", "For trendingSlots: places of the list that count.", ["5", "10", "25", "100"], "10", "integer"),
            new("keys", "Series wanted, separated by commas; the rest is summed as other."));

        public static Query Read(QueryReader reader)
        {
            var top = reader.Number("top", 10, 1, 1000);
            if (top is not (5 or 10 or 25 or 100))
                reader.Fail("top", $"'{top}' is not one of 5, 10, 25, 100.", ["5", "10", "25", "100"]);
            return new Query(Selection.Read(reader), reader.Choice("by", Dimension.Country), reader.Choice("measure", Measure.Downloads30d), top, reader.List("keys", 50));
        }
    }

    /// <param name="Totals">The denominator of each period.</param>
    public sealed record Response(Meta Meta, IReadOnlyList<Series> Series, IReadOnlyList<Total> Totals) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["day", "key", "name", "value", "share", "flags"],
            Series.SelectMany(series => series.Points.Select(point => (IReadOnlyList<object?>)[point.Day, series.Key, series.Name, point.Value, point.Share, point.Flags])));
    }

    public sealed record Series(string Key, string Name, IReadOnlyList<Point> Points);

    /// <param name="Day">First day of the period.</param>
    /// <param name="Share">Of the period's total, 0..1.</param>
    /// <param name="Flags">interpolated, stall, rollback, low, break, incomplete.</param>
    public sealed record Point(DateOnly Day, decimal? Value, decimal? Share, IReadOnlyList<string> Flags);

    public sealed record Total(DateOnly Day, decimal Value, IReadOnlyList<string> Flags);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var source = await sources.FindAsync(query.Selection.Source, query.Measure, cancellationToken);
        CheckKeys(query);
        if (source is null || !source.Has(query.Measure))
            return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, null, Missing(query, source)), [], []);

        var shift = PeriodFlags.Shift(query.Selection.Interval, query.Measure);
        var (first, last) = source.DaysOf(query.Measure);
        var from = query.Selection.From?.AddDays(shift) is { } asked && asked > first ? asked : first;
        var to = query.Selection.To?.AddDays(shift) is { } end && end < last ? end : last;
        var rows = await ReadAsync(query, source, from, to, cancellationToken);
        var flags = await PeriodFlags.ReadAsync(dataSource, source, query.Selection.Interval, query.Measure, from, to, cancellationToken);
        return Shape(query, source, rows, flags);
    }

    private void CheckKeys(Query query)
    {
        foreach (var key in query.Keys ?? [])
        {
            if (KeyNames.Fault(query.By, key, registries.Now) is { } fault)
                throw new BadQueryException(new Dictionary<string, string>(StringComparer.Ordinal) { ["keys"] = fault }, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        }
    }

    private async Task<List<Row>> ReadAsync(Query query, TrendSource source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlOf(query)).With(query.Selection).With(
            ("source_id", source.Id), ("from", from), ("to", to), ("interval", Names.Of(query.Selection.Interval)), ("is_flow", query.Measure.IsFlow()), ("shift", PeriodFlags.Shift(query.Selection.Interval, query.Measure)), ("top", query.Top));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<(DateOnly, string), Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = query.By == Dimension.Region ? Regions.Of(reader.GetString(1)) : reader.GetString(1);
            var row = new Row(reader.GetFieldValue<DateOnly>(0), key, reader.GetInt64(2), reader.GetInt64(3));
            rows[(row.Period, key)] = rows.TryGetValue((row.Period, key), out var other) ? other with { Value = other.Value + row.Value, Spread = other.Spread + row.Spread } : row;
        }

        return [.. rows.Values];
    }

    /// <summary>The statement of a question, for the plan test too.</summary>
    public static string SqlOf(Query query)
    {
        var byCountry = query.By is Dimension.Country or Dimension.Region;
        var slots = query.Measure == Measure.TrendingSlots;
        var key = query.By switch
        {
            Dimension.Country or Dimension.Region when slots => "cube.country",
            Dimension.Country or Dimension.Region => query.Selection.Lens == Lens.Origin ? "cube.origin_country" : "cube.publisher_country",
            _ => KeyOf(query.By),
        };
        if (slots) return Ledger.Read<ShareQuery>("share-slots.sql").Replace("{key}", key, StringComparison.Ordinal);
        var cube = query.Selection.AsOf is not null
            ? SqlFile.Read<ShareQuery>("as-of.sql").Replace("{part}", Ledger.Read<CubeStep>("part.sql"), StringComparison.Ordinal)
            : byCountry ? "country_cube" : "lab_cube";
        return SqlFile.Read<ShareQuery>("share.sql")
            .Replace("{cube}", cube, StringComparison.Ordinal)
            .Replace("{key}", key, StringComparison.Ordinal)
            .Replace("{value}", "cube." + Filter.Column(query.Measure), StringComparison.Ordinal)
            .Replace("{spread}", query.Measure == Measure.Downloads ? "cube.interpolated" : "0", StringComparison.Ordinal)
            .Replace("{where}", "cube.source_id = @source_id and cube.day between @from and @to and " + (byCountry ? "" : "cube.lens = @lens and ") + Filter.Where("cube"), StringComparison.Ordinal);
    }

    /// <summary>The key of a lab's row, a family's or a generation's; what has none is other, or unknown with its lab.</summary>
    internal static string KeyOf(Dimension by) => by switch
    {
        Dimension.Lab => "cube.lab_id",
        Dimension.Family => "coalesce(cube.family_id, case when cube.lab_id = 'unknown' then 'unknown' else 'other' end)",
        _ => "coalesce(cube.generation, case when cube.lab_id = 'unknown' then 'unknown' else 'other' end)",
    };

    private Response Shape(Query query, TrendSource source, List<Row> rows, PeriodFlags flags)
    {
        var periods = rows.Select(row => row.Period).Distinct().Order().ToArray();
        var wanted = Wanted(query, rows, periods);
        var table = rows.GroupBy(row => (row.Period, Key: wanted.Contains(row.Key) ? row.Key : KeyNames.Other))
            .ToDictionary(group => group.Key, group => (Value: group.Sum(row => row.Value), Spread: group.Sum(row => row.Spread)));
        var keys = wanted.Concat(table.Keys.Select(key => key.Key).Where(key => !wanted.Contains(key))).Distinct(StringComparer.Ordinal)
            .OrderBy(key => key switch { Countries.Unknown => 2, KeyNames.Other => 1, _ => 0 }).ToArray();
        var points = keys.ToDictionary(key => key, _ => new List<Point>(), StringComparer.Ordinal);
        var totals = new List<Total>();
        foreach (var period in periods)
        {
            var values = keys.Select(key => table.GetValueOrDefault((period, key))).ToArray();
            var shares = Shares.Of([.. values.Select(cell => (decimal)cell.Value)]);
            for (var i = 0; i < keys.Length; i++)
                points[keys[i]].Add(new Point(period, Micro.ToDecimal(values[i].Value), shares[i], flags.Of(period, values[i].Value, values[i].Spread)));
            totals.Add(new Total(period, Micro.ToDecimal(values.Sum(cell => cell.Value)), flags.Of(period, values.Sum(cell => cell.Value), values.Sum(cell => cell.Spread))));
        }

        var empty = (query.Keys ?? []).Where(key => !rows.Exists(row => row.Key == key)).Order(StringComparer.Ordinal).ToArray();
        var notes = Notes(query, source, rows.Count > 0, empty);
        var series = keys.Select(key => new Series(key, KeyNames.Of(query.By, key, registries.Now), empty.Contains(key, StringComparer.Ordinal) ? [] : points[key])).ToArray();
        var unknown = Shares.Of(rows.Where(row => row.Key == Countries.Unknown).Sum(row => (decimal)row.Value), rows.Sum(row => (decimal)row.Value));
        return new Response(AnswerMeta.Of(query.Selection, query.Measure, source, registries.Now, unknown, notes), series, totals);
    }

    internal static List<string> Notes(Query query, TrendSource source, bool hasRows, IReadOnlyList<string> empty)
    {
        var notes = new List<string>();
        if (query.Measure.IsOfCounter() && source.DaysOf(query.Measure).Last is var known && known < source.LastDay && !(query.Selection.To <= known))
        {
            notes.Add(source.IsFallen && query.Measure == Measure.Downloads
                ? $"Many of the Hub's counters fell after {known:yyyy-MM-dd} and may still come back; what was gained since is not known yet."
                : $"The Hub's counters have not moved since {known:yyyy-MM-dd}; what was gained since is not known yet.");
        }

        if (!hasRows) notes.Add("There is no data for this question in this interval.");
        else if (empty.Count > 0) notes.Add($"There is no data for {string.Join(", ", empty)} in this interval.");
        return notes;
    }

    /// <summary>Keys in the order of their series: those asked for, or the largest of the last period first; unknown is always shown.</summary>
    private static List<string> Wanted(Query query, List<Row> rows, DateOnly[] periods)
    {
        if (query.Keys is { Count: > 0 } asked)
            return [.. asked.Where(key => key != KeyNames.Other), .. rows.Exists(row => row.Key == Countries.Unknown) && !asked.Contains(Countries.Unknown, StringComparer.Ordinal) ? [Countries.Unknown] : Array.Empty<string>()];
        if (periods.Length == 0) return [];
        var last = rows.Where(row => row.Period == periods[^1]).ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
        var ordered = rows.GroupBy(row => row.Key, StringComparer.Ordinal)
            .OrderByDescending(group => last.GetValueOrDefault(group.Key)).ThenByDescending(group => group.Sum(row => (decimal)row.Value)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key).ToList();
        var most = query.By is Dimension.Country or Dimension.Region ? int.MaxValue : MostSeries;
        return [.. ordered.Where((key, i) => key != KeyNames.Other && (i < most || key == Countries.Unknown))];
    }

    internal static IReadOnlyList<string> Missing(Query query, TrendSource? source) => source is null
        ? ["Nothing has been observed yet."]
        : query.Measure == Measure.Downloads
            ? [$"The source {source.Key} has no two observations of the all-time counter, which daily downloads are differences of; ask for downloads30d."]
            : [$"The source {source.Key} does not tell {Names.Of(query.Measure)}."];

    private sealed record Row(DateOnly Period, string Key, long Value, long Spread);
}
