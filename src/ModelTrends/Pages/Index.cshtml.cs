using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Charts;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Pages.Charts;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Pages;

/// <summary>The overview: China's and the United States' share, what is trending, rising and new, and how sure all that is; from the same queries as the API.</summary>
public sealed class IndexModel(
    ShareQuery share, LeaderboardQuery leaderboard, GrowthQuery growth, DefinitionsQuery definitions, ReleasesQuery releases, ChartSheets sheets, PollStatus polls, PageAnswers answers) : PageModel
{
    /// <summary>The definitions readers ask about most; the page of definitions has all.</summary>
    private static readonly string[] Asked = ["language-origin", "language-publisher", "language-origin-daily", "all", "mainline", "likes", "trending-10"];

    private const int ShownReleases = 7;

    /// <summary>Which models count and for whom, as the address says; every number of the page but the trending list follows.</summary>
    public Selection Chosen { get; private set; } = new();

    /// <summary>What was not understood of the address, by parameter.</summary>
    public IReadOnlyDictionary<string, string> Faults { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What counts as new: two weeks fill the list even in a quiet month.</summary>
    private const int ReleaseDays = 14;

    /// <param name="Day">First day of the last finished period.</param>
    /// <param name="Since">The period compared with, nearest to four weeks (or a year) before the last one.</param>
    public sealed record Headline(string Key, DateOnly? Day, decimal? Share, decimal? Change, DateOnly? Since, decimal? YearChange);

    /// <param name="ModelId">The most downloaded of the lab's releases of that day.</param>
    public sealed record Release(DateOnly Day, string Lab, string? Country, string ModelId, int Models);

    public ShareQuery.Response Share { get; private set; } = null!;

    /// <summary>The address of the same answer, for "files".</summary>
    public string ShareAddress { get; private set; } = "";

    public Measure Measure { get; private set; }

    public ChartSheet Chart { get; private set; } = null!;

    public LeaderboardQuery.Response Trending { get; private set; } = null!;

    public GrowthQuery.Response Movers { get; private set; } = null!;

    public IReadOnlyList<DefinitionsQuery.Row> Definitions { get; private set; } = [];

    public ReleasesQuery.Response Calendar { get; private set; } = null!;

    /// <summary>The newest releases of known labs.</summary>
    public IReadOnlyList<Release> Releases => [.. Calendar.Series
        .Where(series => series.Country is not (null or Countries.Unknown or Countries.Individual))
        .SelectMany(series => series.Points.Where(point => point.Examples.Count > 0).Select(point => new Release(point.Day, series.Name, series.Country, point.Examples[0], point.Models)))
        .OrderByDescending(release => release.Day).ThenByDescending(release => release.Models).ThenBy(release => release.ModelId, StringComparer.Ordinal).Take(ShownReleases)];

    public PollStatus.Summary Polls { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Chosen = Read();
        var kind = sheets.Find("share")!;
        var seen = await answers.GetAsync($"overview {Chosen.Population} {Chosen.Lens}", () => AskAsync(Chosen, CancellationToken.None), cancellationToken);
        (Measure, Share, Trending, Movers, Definitions, Calendar) = seen;
        ShareAddress = $"/api/v1/share?measure={Names.Of(Measure)}&keys=CN,US&population={Names.Of(Chosen.Population)}&lens={Names.Of(Chosen.Lens)}{(Measure == Measure.Downloads ? "&interval=week" : "")}";
        Chart = await sheets.ShowAsync(kind, State(kind.Defaults), Request, cancellationToken);
        Polls = await polls.ReadAsync(cancellationToken);
    }

    /// <summary>What cannot be read is named and the default taken; other parameters are none of this page's.</summary>
    private Selection Read()
    {
        var reader = new QueryReader(Request.Query.Where(pair => pair.Key.ToUpperInvariant() is "POPULATION" or "LENS"));
        var chosen = new Selection { Population = reader.Choice("population", Population.Language), Lens = reader.Choice("lens", Lens.Origin) };
        try
        {
            reader.ThrowIfFaulty(ChartState.Parameters);
        }
        catch (BadQueryException bad)
        {
            Faults = bad.Faults;
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return chosen;
    }

    private sealed record Seen(
        Measure Measure, ShareQuery.Response Share, LeaderboardQuery.Response Trending, GrowthQuery.Response Movers, IReadOnlyList<DefinitionsQuery.Row> Definitions, ReleasesQuery.Response Calendar);

    /// <summary>The questions do not depend on one another, so they are asked side by side.</summary>
    private async Task<Seen> AskAsync(Selection chosen, CancellationToken cancellationToken)
    {
        var headline = HeadlineAsync(chosen, cancellationToken);
        var movers = growth.HandleAsync(new GrowthQuery.Query(chosen, Top: 6), cancellationToken);
        var defined = definitions.HandleAsync(new DefinitionsQuery.Query(), cancellationToken);
        var trending = await leaderboard.HandleAsync(new LeaderboardQuery.Query(new Selection { Population = Population.All }), cancellationToken);
        var calendar = await releases.HandleAsync(
            new ReleasesQuery.Query(new Selection { Population = Population.All, Relations = [Relation.Original], From = trending.Day?.AddDays(-ReleaseDays) }, Dimension.Lab), cancellationToken);
        var (measure, answer) = await headline;
        return new Seen(measure, answer, trending, await movers, [.. (await defined).Definitions.Where(row => Asked.Contains(row.Id, StringComparer.Ordinal))], calendar);
    }

    public Headline Of(string key)
    {
        var points = Share.Series.FirstOrDefault(series => series.Key == key)?.Points ?? [];
        if (points.Count == 0)
            return new Headline(key, null, null, null, null, null);
        // A week that has begun says nothing in numbers yet.
        var last = points.LastOrDefault(point => !point.Flags.Contains("incomplete", StringComparer.Ordinal)) ?? points[^1];
        points = [.. points.TakeWhile(point => point.Day <= last.Day)];
        var before = points.Take(points.Count - 1).LastOrDefault(point => point.Day <= last.Day.AddDays(-28)) ?? (points.Count > 1 ? points[0] : null);
        // Across a break in what was observed there is no change to speak of.
        if (before is not null && IsBroken(points, before.Day))
            before = points.LastOrDefault(point => point.Flags.Contains("break", StringComparer.Ordinal)) is { } after && after.Day < last.Day ? after : null;
        var year = points.LastOrDefault(point => point.Day <= last.Day.AddDays(-364) && point.Day > last.Day.AddDays(-380));
        return new Headline(key, last.Day, last.Share, last.Share - before?.Share, before?.Day, year is null || IsBroken(points, year.Day) ? null : last.Share - year.Share);
    }

    /// <summary>Seven days as a small line, from zero to the largest.</summary>
    public string Line(IReadOnlyList<decimal> days)
    {
        var most = Math.Max(1, days.Max());
        return string.Join(' ', days.Select((value, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{2 + (i * 80 / Math.Max(1, days.Count - 1))},{18 - (16 * value / most):0.#}")));
    }

    public int TrendingFrom(string country) => Trending.Entries.Count(entry => entry.Country == country);

    private static bool IsBroken(IReadOnlyList<ShareQuery.Point> points, DateOnly since) => points.Any(point => point.Day > since && point.Flags.Contains("break", StringComparer.Ordinal));

    private ChartState State(ChartState defaults) =>
        defaults with { Measure = Measure, Selection = Chosen with { Interval = Measure == Measure.Downloads ? Interval.Week : Interval.Day } };

    /// <summary>New downloads once the all-time counter has been seen twice, else the Hub's rolling 30 days.</summary>
    private async Task<(Measure, ShareQuery.Response)> HeadlineAsync(Selection chosen, CancellationToken cancellationToken)
    {
        var keys = new[] { "CN", "US" };
        var weekly = await share.HandleAsync(new ShareQuery.Query(chosen with { Interval = Interval.Week }, Measure: Measure.Downloads, Keys: keys), cancellationToken);
        return weekly.Totals.Count > 0
            ? (Measure.Downloads, weekly)
            : (Measure.Downloads30d, await share.HandleAsync(new ShareQuery.Query(chosen, Measure: Measure.Downloads30d, Keys: keys), cancellationToken));
    }
}
