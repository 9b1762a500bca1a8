using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>When A overtook B, under every definition: a range of dates, not one date.</summary>
public sealed class CrossingsQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    private static readonly Measure[] Compared = [Measure.Downloads, Measure.Downloads30d, Measure.DownloadsAllTime, Measure.Likes];

    /// <param name="Measure">Null: every measure of downloads, and likes.</param>
    public sealed record Query(Selection Selection, Dimension By, string A, string B, Measure? Measure = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            QueryParameter.Choice("by", "What a and b are.", Dimension.Country),
            new("a", "The key that overtakes: a country, region, lab, family or generation.", Default: "CN"),
            new("b", "The key that is overtaken.", Default: "US"),
            new("measure", "What is counted; without it under every measure.", [.. Compared.Select(measure => Names.Of(measure))]));

        public static Query Read(QueryReader reader)
        {
            var measure = reader.Text("measure") is null ? (Measure?)null : reader.Choice("measure", Domain.Trends.Measure.Downloads30d);
            if (measure is { } asked && !Compared.Contains(asked))
                reader.Fail("measure", $"is one of {string.Join(", ", Compared.Select(m => Names.Of(m)))}.", [.. Compared.Select(m => Names.Of(m))]);
            var (a, b) = (reader.Text("a", 100) ?? "CN", reader.Text("b", 100) ?? "US");
            if (a == b) reader.Fail("b", "must differ from a.");
            return new Query(Selection.Read(reader), reader.Choice("by", Dimension.Country), a, b, measure);
        }
    }

    /// <param name="First">Earliest and latest crossing under any definition; null where there is none.</param>
    public sealed record Response(Meta Meta, string A, string B, DateOnly? First, DateOnly? Last, IReadOnlyList<Row> Definitions) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["measure", "lens", "population", "a", "b", "day", "already_above", "from", "to", "note"],
            Definitions.Select(row => (IReadOnlyList<object?>)[row.Measure, row.Lens, row.Population, A, B, row.Day, row.AlreadyAbove, row.From, row.To, row.Note]));
    }

    /// <param name="AlreadyAbove">A was above from the first day observed; the crossing is older than the data.</param>
    public sealed record Row(Measure Measure, Lens Lens, Population Population, DateOnly? Day, bool AlreadyAbove, DateOnly? From, DateOnly? To, string? Note);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        await CheckKeysAsync(query, cancellationToken);
        Measure[] measures = query.Measure is { } one ? [one] : Compared;
        var asked = new List<(Measure Measure, TrendSource? Source)>();
        foreach (var measure in measures) asked.Add((measure, await sources.FindAsync(query.Selection.Source, measure, cancellationToken)));
        var sums = new Dictionary<int, CrossingSums>();
        foreach (var source in asked.Where(pair => pair.Source?.Has(pair.Measure) == true).Select(pair => pair.Source!).DistinctBy(source => source.Id))
            sums[source.Id] = await CrossingSums.ReadAsync(dataSource, source, query, From(query, source.FirstDay), To(query, source.LastDay), cancellationToken);

        var rows = (from pair in asked
                    from population in Enum.GetValues<Population>()
                    from lens in Enum.GetValues<Lens>()
                    select RowOf(query, pair.Measure, population, lens, pair.Source, pair.Source is null ? null : sums.GetValueOrDefault(pair.Source.Id))).ToList();

        var named = await sources.FindAsync(query.Selection.Source, query.Measure ?? Measure.Downloads30d, cancellationToken);
        var days = rows.Where(row => row.Day is not null).Select(row => row.Day!.Value).ToArray();
        var meta = AnswerMeta.Of(query.Selection with { Interval = Interval.Day }, query.Measure ?? Measure.Downloads30d, named, registries.Now, null,
            [$"A crossing is the first day from which {query.A} stays above {query.B} for at least {Crossing.DaysAbove} days."], query.Measure is { } m ? Names.Of(m) : "every measure", "day");
        return new Response(meta, query.A, query.B, days.Length == 0 ? null : days.Min(), days.Length == 0 ? null : days.Max(), rows);
    }

    /// <summary>One definition alone, and the same the other way round.</summary>
    public async Task<(Row There, Row Back)> FindAsync(Query query, Measure measure, Population population, Lens lens, CancellationToken cancellationToken)
    {
        await CheckKeysAsync(query, cancellationToken);
        var source = await sources.FindAsync(query.Selection.Source, measure, cancellationToken);
        var sums = source?.Has(measure) != true ? null : await CrossingSums.ReadAsync(dataSource, source, query, From(query, source.FirstDay), To(query, source.LastDay), cancellationToken);
        return (RowOf(query, measure, population, lens, source, sums), RowOf(query, measure, population, lens, source, sums, isBack: true));
    }

    private static DateOnly From(Query query, DateOnly first) => query.Selection.From is { } asked && asked > first ? asked : first;

    private static DateOnly To(Query query, DateOnly last) => query.Selection.To is { } end && end < last ? end : last;

    private Row RowOf(Query query, Measure measure, Population population, Lens lens, TrendSource? source, CrossingSums? sums, bool isBack = false)
    {
        var selection = query.Selection with { Population = population, Lens = lens, Interval = Interval.Day };
        var question = new ShareQuery.Query(selection, query.By, measure, Keys: [query.A, query.B]);
        if (source is null || sums is null || !source.Has(measure)) return None(ShareQuery.Missing(question, source));
        var (first, last) = source.DaysOf(measure);
        var points = sums.Points(measure, population, lens, From(query, first), To(query, last));
        if (points is null || !sums.HasEither(population, lens))
            return None(ShareQuery.Notes(question, source, points is not null, [.. new[] { query.A, query.B }.Order(StringComparer.Ordinal)]));
        if (isBack) points = [.. points.Select(point => (point.Day, point.B, point.A))];
        var result = Crossing.Find(points);
        var isShort = points[^1].Day.DayNumber - points[0].Day.DayNumber < Crossing.DaysAbove - 1;
        return new Row(measure, lens, population, result.Day, result.AlreadyAbove, points[0].Day, points[^1].Day, isShort ? $"The source covers fewer than {Crossing.DaysAbove} days." : null);

        Row None(IReadOnlyList<string> notes) => new(measure, lens, population, null, false, null, null, AnswerMeta.Of(selection, measure, source, registries.Now, null, notes).Notes[0]);
    }

    private async Task CheckKeysAsync(Query query, CancellationToken cancellationToken)
    {
        var registry = await registries.GetAsync(cancellationToken);
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, key) in new[] { ("a", query.A), ("b", query.B) })
            if (KeyNames.Fault(query.By, key, registry) is { } fault) faults[name] = fault;
        if (faults.Count > 0) throw new BadQueryException(faults, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
    }
}
