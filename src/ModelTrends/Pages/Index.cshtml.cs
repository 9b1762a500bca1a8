using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends;

namespace ModelTrends.Pages;

/// <summary>The overview: China's and the United States' share over time, and what is trending now, from the same queries as the API.</summary>
public sealed class IndexModel(ShareQuery share, LeaderboardQuery leaderboard, PollStatus polls) : PageModel
{
    /// <summary>"Change in four weeks": the period nearest to that many days before the last one.</summary>
    private const int ChangeDays = 28;

    public sealed record Headline(string Key, decimal? Share, decimal? Change, DateOnly? Since);

    public ShareQuery.Response Share { get; private set; } = null!;

    /// <summary>The address of the same answer, for "files".</summary>
    public string ShareAddress { get; private set; } = "";

    public Measure Measure { get; private set; }

    public LeaderboardQuery.Response Trending { get; private set; } = null!;

    public PollStatus.Summary Polls { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        (Measure, Share) = await AskAsync(cancellationToken);
        ShareAddress = $"/api/v1/share?measure={(Measure == Measure.Downloads ? "downloads" : "downloads30d")}&keys=CN,US";
        Trending = await leaderboard.HandleAsync(new LeaderboardQuery.Query(new Selection { Population = Population.All }), cancellationToken);
        Polls = await polls.ReadAsync(cancellationToken);
    }

    public IReadOnlyList<DateOnly> Periods => Share.Totals.Select(total => total.Day).ToArray();

    public Headline Of(string key)
    {
        var points = Share.Series.FirstOrDefault(series => series.Key == key)?.Points ?? [];
        if (points.Count == 0)
            return new Headline(key, null, null, null);
        var last = points[^1];
        var before = points.Take(points.Count - 1).LastOrDefault(point => point.Day <= last.Day.AddDays(-ChangeDays)) ?? (points.Count > 1 ? points[0] : null);
        // Across a break in what was observed there is no change to speak of.
        if (before is not null && points.Any(point => point.Day > before.Day && point.Flags.Contains("break", StringComparer.Ordinal)))
            before = points.LastOrDefault(point => point.Flags.Contains("break", StringComparer.Ordinal)) is { } after && after.Day < last.Day ? after : null;
        return new Headline(key, last.Share, last.Share - before?.Share, before?.Day);
    }

    public int TrendingFrom(string country) => Trending.Entries.Count(entry => entry.Country == country);

    /// <summary>New downloads once the all-time counter has been seen twice, else the Hub's rolling 30 days.</summary>
    private async Task<(Measure, ShareQuery.Response)> AskAsync(CancellationToken cancellationToken)
    {
        var keys = new[] { "CN", "US" };
        var weekly = await share.HandleAsync(new ShareQuery.Query(new Selection { Interval = Interval.Week }, Measure: Measure.Downloads, Keys: keys), cancellationToken);
        return weekly.Totals.Count > 0
            ? (Measure.Downloads, weekly)
            : (Measure.Downloads30d, await share.HandleAsync(new ShareQuery.Query(new Selection(), Measure: Measure.Downloads30d, Keys: keys), cancellationToken));
    }
}
