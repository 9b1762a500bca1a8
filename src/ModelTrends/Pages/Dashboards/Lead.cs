using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>China against the United States on one chart: how both changed, when one passed the other, and whether that survives.</summary>
public sealed class Lead(CrossingsQuery crossings, RobustnessQuery robustness, PageAnswers answers)
{
    private static readonly Measure[] Dated = [Measure.Downloads, Measure.Downloads30d, Measure.DownloadsAllTime, Measure.Likes];

    /// <param name="Days">Days back, 28 or 365.</param>
    /// <param name="Difference">As a fraction; 0.021 is 2.1 points.</param>
    public sealed record Change(string Country, int Days, decimal Difference);

    /// <param name="Text">Key of the sentence.</param>
    public sealed record Crossed(string Text, DateOnly? Day);

    /// <param name="ModelId">The model left out, when it is one.</param>
    public sealed record Case(string Id, string? ModelId, decimal? China, decimal? UnitedStates);

    /// <param name="IsShort">The source covers fewer than four weeks.</param>
    public sealed record Result(DateOnly? Day, IReadOnlyList<Change> Changes, Crossed? Crossing, IReadOnlyList<Case> Cases, bool IsShort)
    {
        public bool IsRobust => Cases.Where(c => c.China is not null && c.UnitedStates is not null).Select(c => c.China > c.UnitedStates).Distinct().Count() == 1;
    }

    /// <returns>Null when the chart does not tell both countries apart.</returns>
    public async Task<Result?> ReadAsync(ChartSheet sheet, CancellationToken cancellationToken)
    {
        if (sheet.Figure.IsEmpty || sheet.State.By is not (Dimension.Country or Dimension.Region) || sheet.Figure.Answer is not ShareQuery.Response answer) return null;
        var (china, us) = (Find(answer, "CN", Domain.Labs.Regions.China), Find(answer, "US", Domain.Labs.Regions.UnitedStates));
        if (china is null || us is null) return null;
        return await answers.GetAsync($"lead {sheet.Kind.Slug}{sheet.Query}", () => AskAsync(sheet, china, us, CancellationToken.None), cancellationToken);
    }

    private async Task<Result> AskAsync(ChartSheet sheet, ShareQuery.Series china, ShareQuery.Series us, CancellationToken cancellationToken)
    {
        var changes = new[] { 28, 365 }.SelectMany(days => new[] { ("CN", china), ("US", us) }.Select(pair => Since(pair.Item1, pair.Item2, days))).OfType<Change>().ToArray();
        var isDated = Dated.Contains(sheet.State.Measure);
        // A source of a week has no crossing to speak of, and saying so on every page of it is noise.
        var isLong = china.Points[^1].Day.DayNumber - china.Points[0].Day.DayNumber >= Crossing.DaysAbove;
        var crossed = isDated && isLong ? CrossingAsync(sheet, cancellationToken) : Task.FromResult<Crossed?>(null);
        var cases = isDated ? CasesAsync(sheet, cancellationToken) : Task.FromResult<IReadOnlyList<Case>>([]);
        return new Result(Last(china).Day, changes, await crossed, await cases, !isLong);
    }

    /// <summary>A week that has begun says nothing in numbers yet.</summary>
    private static ShareQuery.Point Last(ShareQuery.Series series) => series.Points.LastOrDefault(point => !point.Flags.Contains("incomplete", StringComparer.Ordinal)) ?? series.Points[^1];

    private static ShareQuery.Series? Find(ShareQuery.Response answer, string country, string region) =>
        answer.Series.FirstOrDefault(series => (series.Key == country || series.Key == region) && series.Points.Count > 0);

    /// <summary>Across a break in what was observed there is no change to speak of.</summary>
    private static Change? Since(string country, ShareQuery.Series series, int days)
    {
        var last = Last(series);
        var before = series.Points.LastOrDefault(point => point.Day <= last.Day.AddDays(-days) && point.Day > last.Day.AddDays(-days - 14));
        if (before?.Share is not { } then || last.Share is not { } now || series.Points.Any(point => point.Day > before.Day && point.Day <= last.Day && point.Flags.Contains("break", StringComparer.Ordinal))) return null;
        return new Change(country, days, now - then);
    }

    private async Task<Crossed?> CrossingAsync(ChartSheet sheet, CancellationToken cancellationToken)
    {
        var (selection, measure) = (sheet.State.Selection, sheet.State.Measure);
        var up = await crossings.FindAsync(new CrossingsQuery.Query(selection, Dimension.Country, "CN", "US"), measure, selection.Population, selection.Lens, cancellationToken);
        if (up.Day is not null) return new Crossed("Passed", up.Day);
        if (up.AlreadyAbove) return new Crossed("AheadAll", up.From);
        var down = await crossings.FindAsync(new CrossingsQuery.Query(selection, Dimension.Country, "US", "CN"), measure, selection.Population, selection.Lens, cancellationToken);
        return down.Day is not null ? new Crossed("PassedBack", down.Day) : down.AlreadyAbove ? new Crossed("AheadAllUs", down.From) : new Crossed("NoCrossing", null);
    }

    private async Task<IReadOnlyList<Case>> CasesAsync(ChartSheet sheet, CancellationToken cancellationToken)
    {
        var (selection, measure) = (sheet.State.Selection, sheet.State.Measure);
        var both = new[] { "CN", "US" }.Select(key => robustness.HandleAsync(new RobustnessQuery.Query(selection, key, measure, selection.To), cancellationToken)).ToArray();
        var (china, us) = (await both[0], await both[1]);
        var cases = new List<Case>();
        foreach (var id in new[] { "headline", "without-ci-suspects", "without-below-1b" })
        {
            if (One(china, id) is { } a && One(us, id) is { } b) cases.Add(new Case(id, null, a.Share, b.Share));
        }

        // Leaving out a model of one country leaves the other's number as it is, over a smaller whole.
        if (One(china, "without-largest-inside") is { } big && One(us, "headline") is { } usAll) cases.Insert(Math.Min(1, cases.Count), new Case("largest-CN", big.ModelId, big.Share, Shares.Of(usAll.Value, big.Total)));
        if (One(us, "without-largest-inside") is { } largest && One(china, "headline") is { } chinaAll) cases.Insert(Math.Min(2, cases.Count), new Case("largest-US", largest.ModelId, Shares.Of(chinaAll.Value, largest.Total), largest.Share));
        return cases;

        static RobustnessQuery.Case? One(RobustnessQuery.Response answer, string id) => answer.Cases.FirstOrDefault(c => c.Id == id);
    }
}
