using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>The two that a chart over time is about: how both changed, when one passed the other, and whether their order survives what could carry it alone.</summary>
public sealed class Lead(CrossingsQuery crossings, RobustnessQuery robustness, PageAnswers answers)
{
    private static readonly Measure[] Dated = [Measure.Downloads, Measure.Downloads30d, Measure.DownloadsAllTime, Measure.Likes];

    /// <summary>What stands for many leads no race.</summary>
    private static readonly string[] Nobody = [KeyNames.Other, Countries.Unknown, Countries.Individual, Countries.International];

    /// <param name="Name">In the reader's language.</param>
    public sealed record Side(string Key, string Name);

    /// <param name="Days">Days back, 28 or 365.</param>
    /// <param name="Difference">Of shares, as a fraction: 0.021 is 2.1 points. Of counts, against what was: 0.1 is a tenth more.</param>
    public sealed record Change(Side Side, int Days, decimal Difference, bool IsOfShares);

    /// <param name="Text">Key of the sentence.</param>
    /// <param name="First">Who passed, or who was above.</param>
    public sealed record Crossed(string Text, Side First, Side Second, DateOnly? Day);

    /// <param name="ModelId">The model left out, when it is one, and whose it is.</param>
    public sealed record Case(string Id, string? ModelId, Side? Of, decimal? A, decimal? B);

    /// <param name="IsShort">The source covers fewer than four weeks.</param>
    public sealed record Result(DateOnly? Day, Side A, Side B, IReadOnlyList<Change> Changes, Crossed? Crossing, IReadOnlyList<Case> Cases, bool IsShort)
    {
        public bool IsRobust => Cases.Where(c => c.A is not null && c.B is not null).Select(c => c.A > c.B).Distinct().Count() == 1;
    }

    /// <returns>Null where the chart has no two series over time.</returns>
    public async Task<Result?> ReadAsync(ChartSheet sheet, CancellationToken cancellationToken)
    {
        if (sheet.Figure.IsEmpty || sheet.State.ByModel || sheet.Figure.Answer is not ShareQuery.Response answer || Pair(sheet, answer) is not var (a, b)) return null;
        return await answers.GetAsync($"lead {sheet.Kind.Slug}{sheet.Query}", () => AskAsync(sheet, a, b, CancellationToken.None), cancellationToken);
    }

    /// <summary>China and the United States where both are told apart, else the first two that were asked for, else the two largest.</summary>
    private static (ShareQuery.Series A, ShareQuery.Series B)? Pair(ChartSheet sheet, ShareQuery.Response answer)
    {
        var series = answer.Series.Where(one => one.Points.Count > 0 && !Nobody.Contains(one.Key, StringComparer.Ordinal)).ToArray();
        var usual = new[] { "CN", Regions.China, "US", Regions.UnitedStates }.Select(key => series.FirstOrDefault(one => one.Key == key)).OfType<ShareQuery.Series>().ToArray();
        if (sheet.State.By is Dimension.Country or Dimension.Region && usual is [var china, var us]) return (china, us);
        var asked = sheet.State.Keys.Select(key => series.FirstOrDefault(one => one.Key == key)).OfType<ShareQuery.Series>().Take(2).ToArray();
        if (asked is [var first, var second]) return (first, second);
        var largest = series.OrderByDescending(one => Last(one).Value ?? 0).ThenBy(one => one.Key, StringComparer.Ordinal).Take(2).ToArray();
        return largest is [var leader, var next] ? (leader, next) : null;
    }

    private async Task<Result> AskAsync(ChartSheet sheet, ShareQuery.Series a, ShareQuery.Series b, CancellationToken cancellationToken)
    {
        var (left, right) = (Named(sheet, a), Named(sheet, b));
        var changes = new[] { 28, 365 }.SelectMany(days => new[] { (left, a), (right, b) }.Select(pair => Since(pair.Item1, pair.Item2, days, sheet.State.Relative))).OfType<Change>().ToArray();
        var isDated = Dated.Contains(sheet.State.Measure);
        // A source of a week has no crossing to speak of, and saying so on every page of it is noise.
        var isLong = a.Points[^1].Day.DayNumber - a.Points[0].Day.DayNumber >= Crossing.DaysAbove;
        var crossed = isDated && isLong ? CrossingAsync(sheet, left, right, cancellationToken) : Task.FromResult<Crossed?>(null);
        var cases = isDated ? CasesAsync(sheet, left, right, cancellationToken) : Task.FromResult<IReadOnlyList<Case>>([]);
        return new Result(Last(a).Day, left, right, changes, await crossed, await cases, !isLong);
    }

    private static Side Named(ChartSheet sheet, ShareQuery.Series series) => new(series.Key, sheet.Texts.Key(sheet.State.By, series.Key, series.Name));

    /// <summary>A week that has begun says nothing in numbers yet.</summary>
    private static ShareQuery.Point Last(ShareQuery.Series series) => series.Points.LastOrDefault(point => !point.Flags.Contains("incomplete", StringComparer.Ordinal)) ?? series.Points[^1];

    /// <summary>Across a break in what was observed there is no change to speak of.</summary>
    private static Change? Since(Side side, ShareQuery.Series series, int days, bool isOfShares)
    {
        var last = Last(series);
        var before = series.Points.LastOrDefault(point => point.Day <= last.Day.AddDays(-days) && point.Day > last.Day.AddDays(-days - 14));
        if (before is null || series.Points.Any(point => point.Day > before.Day && point.Day <= last.Day && point.Flags.Contains("break", StringComparer.Ordinal))) return null;
        if (isOfShares) return before.Share is { } then && last.Share is { } now ? new Change(side, days, now - then, true) : null;
        return before.Value is > 0 and var was && last.Value is { } value ? new Change(side, days, (value / was) - 1, false) : null;
    }

    private async Task<Crossed?> CrossingAsync(ChartSheet sheet, Side a, Side b, CancellationToken cancellationToken)
    {
        var (selection, measure) = (sheet.State.Selection, sheet.State.Measure);
        var (there, back) = await crossings.FindAsync(new CrossingsQuery.Query(selection, sheet.State.By, a.Key, b.Key), measure, selection.Population, selection.Lens, cancellationToken);
        foreach (var (first, second, found) in new[] { (a, b, there), (b, a, back) })
        {
            if (found.Day is not null) return new Crossed("PassedModel", first, second, found.Day);
            if (found.AlreadyAbove) return new Crossed("AheadAll", first, second, found.From);
        }

        return new Crossed("NeverModel", a, b, null);
    }

    private async Task<IReadOnlyList<Case>> CasesAsync(ChartSheet sheet, Side a, Side b, CancellationToken cancellationToken)
    {
        var (selection, measure) = (sheet.State.Selection, sheet.State.Measure);
        var both = new[] { a, b }.Select(side => robustness.HandleAsync(new RobustnessQuery.Query(selection, side.Key, measure, selection.To, sheet.State.By), cancellationToken)).ToArray();
        var (left, right) = (await both[0], await both[1]);
        var cases = new List<Case>();
        foreach (var id in new[] { "headline", "without-ci-suspects", "without-below-1b" })
        {
            if (One(left, id) is { } one && One(right, id) is { } other) cases.Add(new Case(id, null, null, one.Share, other.Share));
        }

        // Leaving out a model of one leaves the other's number as it is, over a smaller whole.
        if (One(left, "without-largest-inside") is { } largest && One(right, "headline") is { } ofRight) cases.Insert(Math.Min(1, cases.Count), new Case("largest", largest.ModelId, a, largest.Share, Shares.Of(ofRight.Value, largest.Total)));
        if (One(right, "without-largest-inside") is { } second && One(left, "headline") is { } ofLeft) cases.Insert(Math.Min(2, cases.Count), new Case("largest", second.ModelId, b, Shares.Of(ofLeft.Value, second.Total), second.Share));
        return cases;

        static RobustnessQuery.Case? One(RobustnessQuery.Response answer, string id) => answer.Cases.FirstOrDefault(c => c.Id == id);
    }
}
