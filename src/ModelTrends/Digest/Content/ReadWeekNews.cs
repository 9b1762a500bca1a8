using System.Globalization;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>Movers, releases, crossings and the week under another definition.</summary>
public sealed class ReadWeekNews(GrowthQuery growth, ReleasesQuery releases, EventsQuery events, CrossingsQuery crossings, DefinitionsQuery definitions, ShareQuery shares)
{
    private const int MoversShown = 5;
    private const int LabsShown = 8;
    private const int FamiliesCompared = 8;

    /// <summary>Each pair is asked under every definition; a week in which more change places has another story.</summary>
    private const int PairsAsked = 4;

    /// <summary>Days before the week in which a crossing that became certain now can have happened, with room for days nobody looked.</summary>
    private const int CrossingReach = 42;

    public async Task<WeekNews> HandleAsync(DateOnly monday, Measure measure, string? source, CancellationToken cancellationToken)
    {
        var sunday = monday.AddDays(6);
        var (through, up, down) = await MoversAsync(monday, source, cancellationToken);
        var (models, labs) = await ReleasesAsync(monday, source, cancellationToken);
        var announced = (await events.HandleAsync(new EventsQuery.Query(null, monday, sunday), cancellationToken)).Events.Where(e => e.Source is null).ToArray();
        return new WeekNews(through, up, down, models, labs, announced, await CrossingsAsync(monday, measure, source, cancellationToken), await DifferentAsync(monday, measure, source, cancellationToken));
    }

    private async Task<(DateOnly?, IReadOnlyList<GrowthQuery.Entry>, IReadOnlyList<GrowthQuery.Entry>)> MoversAsync(DateOnly monday, string? source, CancellationToken cancellationToken)
    {
        // Ranked by factor without bursts: the ends of the list are the risers and the fallers.
        var answer = await growth.HandleAsync(new GrowthQuery.Query(new Selection { Source = source }, int.MaxValue, monday.AddDays(6)), cancellationToken);
        if (answer.Day is not { } day || day < monday)
            return (null, [], []);
        return (day, [.. answer.Entries.TakeWhile(entry => entry.Factor > 1).Take(MoversShown)], [.. answer.Entries.Reverse().TakeWhile(entry => entry.Factor < 1).Take(MoversShown)]);
    }

    private async Task<(int, IReadOnlyList<WeekNews.Release>)> ReleasesAsync(DateOnly monday, string? source, CancellationToken cancellationToken)
    {
        // Who put a model out, not who made what it was tuned from: the lens of the news is the publisher's.
        var answer = await releases.HandleAsync(
            new ReleasesQuery.Query(new Selection { Lens = Lens.Publisher, Source = source, Interval = Interval.Week, From = monday, To = monday.AddDays(6) }, Dimension.Lab, monday.AddDays(6)), cancellationToken);
        if (answer.Day is not { } day || day < monday)
            return (0, []);
        var labs = answer.Series.Where(series => series.Country is not null and not (Countries.Unknown or Countries.Individual)).Take(LabsShown)
            .Select(series => new WeekNews.Release(series.Key, series.Name, series.Country!, series.Models, [.. series.Points.SelectMany(point => point.Examples).Take(3)]));
        return (answer.Series.Sum(series => series.Models), [.. labs]);
    }

    private async Task<IReadOnlyList<WeekNews.Overtaking>> CrossingsAsync(DateOnly monday, Measure measure, string? source, CancellationToken cancellationToken)
    {
        var found = new List<WeekNews.Overtaking>();
        foreach (var by in new[] { Dimension.Country, Dimension.Family })
        {
            var selection = new Selection { Source = source, From = monday.AddDays(-CrossingReach), To = monday.AddDays(6) };
            var answer = await shares.HandleAsync(new ShareQuery.Query(selection, by, measure, Keys: by == Dimension.Country ? ["CN", "US"] : null), cancellationToken);
            var named = answer.Series.Where(series => series.Key is not (KeyNames.Other or Countries.Unknown) && series.Points.Count > 1)
                .OrderByDescending(series => series.Points[^1].Value ?? 0).Take(FamiliesCompared).ToArray();
            var days = answer.Totals.Select(total => total.Day).ToArray();
            foreach (var (a, b) in Pairs(named).Take(PairsAsked))
            {
                if (await OvertakingAsync(selection, by, measure, a, b, monday, days, cancellationToken) is { } crossing)
                    found.Add(crossing);
            }
        }

        return found;
    }

    /// <summary>Pairs of which the first was below at the beginning and is above at the end.</summary>
    private static IEnumerable<(string A, string B)> Pairs(ShareQuery.Series[] ranked) =>
        from i in Enumerable.Range(0, ranked.Length)
        from j in Enumerable.Range(i + 1, ranked.Length - i - 1)
        where (ranked[i].Points[0].Value ?? 0) <= (ranked[j].Points[0].Value ?? 0)
        select (ranked[i].Key, ranked[j].Key);

    private async Task<WeekNews.Overtaking?> OvertakingAsync(Selection selection, Dimension by, Measure measure, string a, string b, DateOnly monday, DateOnly[] days, CancellationToken cancellationToken)
    {
        var rows = (await crossings.HandleAsync(new CrossingsQuery.Query(selection, by, a, b, measure), cancellationToken)).Definitions;
        if (rows.FirstOrDefault(row => row.Lens == Lens.Origin && row.Population == Population.Language)?.Day is not { } day)
            return null;
        // Certain on the first observed day four weeks on; earlier weeks have told the others.
        if (days.FirstOrDefault(seen => seen >= day.AddDays(Crossing.DaysAbove - 1)) is var certain && (certain < monday || certain > monday.AddDays(6)))
            return null;
        var dated = rows.Where(row => row.Day is not null).Select(row => row.Day!.Value).ToArray();
        return new WeekNews.Overtaking(by, a, b, day, dated.Min(), dated.Max(), dated.Length, rows.Count(row => row.To is not null));
    }

    private async Task<WeekNews.Definition?> DifferentAsync(DateOnly monday, Measure measure, string? source, CancellationToken cancellationToken)
    {
        var answer = await definitions.HandleAsync(new DefinitionsQuery.Query(monday.AddDays(6), source), cancellationToken);
        var usual = measure == Measure.Downloads ? "language-origin-daily" : "language-origin";
        var others = answer.Definitions.Where(row => row.Id != usual && row.Day >= monday).Select(Of).OfType<WeekNews.Definition>().ToArray();
        // Every week another one, the same however often the week is composed.
        return others.Length == 0 ? null : others[ISOWeek.GetWeekOfYear(monday.ToDateTime(TimeOnly.MinValue)) % others.Length];
    }

    private static WeekNews.Definition? Of(DefinitionsQuery.Row row) =>
        row.Shares.FirstOrDefault(share => share.Country == "CN")?.Share is { } china && row.Shares.FirstOrDefault(share => share.Country == "US")?.Share is { } us
            ? new WeekNews.Definition(row.Id, row.Lens, row.Measure, row.Population, china, us) : null;
}
