using System.Globalization;
using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Charts.Files;
using ModelTrends.Trends;
using Npgsql;

namespace ModelTrends.Digest.Content;

/// <summary>Asks the read API's own queries for one week.</summary>
public sealed class ReadDigestContent(ShareQuery shares, LeaderboardQuery boards, EventsQuery events, ReadWeekNews news, CurrentRegistry registries, NpgsqlDataSource database)
{
    private static readonly string[] Compared = ["CN", "US"];

    public async Task<DigestContent> HandleAsync(DateOnly monday, CancellationToken cancellationToken)
    {
        var sunday = monday.AddDays(6);
        var (measure, share) = await ShareAsync(monday, sunday, cancellationToken);
        var source = share.Meta.Sources is [var first, ..] ? first : null;
        var period = share.Totals.LastOrDefault(total => total.Day >= monday && total.Day <= sunday);
        var board = await boards.HandleAsync(
            new LeaderboardQuery.Query(new Selection { Population = Population.All, Interval = Interval.Week }, Day: sunday), cancellationToken);
        var entries = board.Day >= monday ? board.Entries : [];

        var rows = period is null ? [] : share.Series.Select(series => Row(series, period.Day, share)).ToArray();
        return new DigestContent(
            WeekName(monday), monday, measure, source, share.Meta.Notes.FirstOrDefault(note => note.StartsWith("Coverage of", StringComparison.Ordinal)),
            share.Meta.DataThrough, period?.Day, rows.Length == 0 ? null : rows.FirstOrDefault(row => row.Key == "unknown")?.Share ?? 0, rows,
            entries.Count > 0 ? board.Day : null, entries.Count > 0 && board.Meta.Sources is [var boardSource, ..] ? boardSource : null, entries,
            await QualityAsync(monday, measure, source, period, cancellationToken),
            await news.HandleAsync(monday, measure, source, cancellationToken),
            period is null ? [] : await InterestsAsync(monday, period.Day, measure, source, entries, cancellationToken))
        {
            Credits = await SourceCredit.ReadAsync(database, [.. share.Meta.Sources.Concat(board.Meta.Sources).Where(key => key.StartsWith("archive:", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)], cancellationToken),
        };
    }

    /// <summary>2026-W47 for the Monday of that ISO week.</summary>
    public static string WeekName(DateOnly monday) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(monday.ToDateTime(TimeOnly.MinValue))}-W{ISOWeek.GetWeekOfYear(monday.ToDateTime(TimeOnly.MinValue)):00}");

    /// <returns>The week's Monday, or null when the text is not of the form 2026-W47.</returns>
    public static DateOnly? MondayOf(string week)
    {
        if (week.Length != 8 || week[4..6] != "-W"
            || !int.TryParse(week[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(week[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < 2020 or > 2100 || number < 1 || number > ISOWeek.GetWeeksInYear(year))
        {
            return null;
        }

        return DateOnly.FromDateTime(ISOWeek.ToDateTime(year, number, DayOfWeek.Monday));
    }

    /// <summary>New downloads by the week; where there is no all-time counter, the Hub's 30 days as last seen in each week.</summary>
    private async Task<(Measure, ShareQuery.Response)> ShareAsync(DateOnly monday, DateOnly sunday, CancellationToken cancellationToken)
    {
        var flows = await shares.HandleAsync(new ShareQuery.Query(Year(monday, sunday), Measure: Measure.Downloads, Keys: Compared), cancellationToken);
        return flows.Totals.Count > 0
            ? (Measure.Downloads, flows)
            : (Measure.Downloads30d, await shares.HandleAsync(new ShareQuery.Query(Year(monday, sunday), Measure: Measure.Downloads30d, Keys: Compared), cancellationToken));
    }

    private static Selection Year(DateOnly monday, DateOnly sunday) => new() { Interval = Interval.Week, From = monday.AddDays(-372), To = sunday };

    private async Task<DigestContent.WeekQuality> QualityAsync(DateOnly monday, Measure measure, string? source, ShareQuery.Total? period, CancellationToken cancellationToken)
    {
        var sunday = monday.AddDays(6);
        if (source is null || period is null)
            return new DigestContent.WeekQuality([], [], null);
        var detected = (await events.HandleAsync(new EventsQuery.Query(source, monday, sunday), cancellationToken)).Events.Where(e => e.Source is not null);
        // The rolling counter is there on observed days alone; a flow is also there on days that were filled in.
        var seen = await shares.HandleAsync(new ShareQuery.Query(new Selection { Source = source, From = monday, To = sunday }, Measure: measure == Measure.Downloads ? Measure.DownloadsAllTime : measure, Keys: Compared), cancellationToken);
        return new DigestContent.WeekQuality(period.Flags, [.. detected.Select(e => new DigestContent.Fault(e.Day, e.Kind))], seen.Totals.Count);
    }

    /// <summary>A row for every country and family there is, so that each subscriber's choice finds its own.</summary>
    private async Task<IReadOnlyList<DigestContent.Interest>> InterestsAsync(
        DateOnly monday, DateOnly period, Measure measure, string? source, IReadOnlyList<LeaderboardQuery.Entry> board, CancellationToken cancellationToken)
    {
        var registry = await registries.GetAsync(cancellationToken);
        var rows = new List<DigestContent.Interest>();
        foreach (var (by, keys) in new[] { (Dimension.Country, CountriesOf(registry)), (Dimension.Family, registry.Families.Select(family => family.Id).Order(StringComparer.Ordinal).ToArray()) })
        {
            var selection = new Selection { Source = source, Interval = Interval.Week, From = monday.AddDays(-35), To = monday.AddDays(6) };
            var answer = await shares.HandleAsync(new ShareQuery.Query(selection, by, measure, Keys: keys), cancellationToken);
            foreach (var key in keys)
            {
                var row = answer.Series.FirstOrDefault(series => series.Key == key) is { } series ? Row(series, period, answer) : new DigestContent.ShareRow(key, 0, null, null, null);
                var country = by == Dimension.Country ? key : registry.FindLab(registry.FindFamily(key)!.LabId)!.Country;
                rows.Add(new DigestContent.Interest(
                    (by == Dimension.Country ? "country:" : "family:") + key, KeyNames.Of(by, key, registry), country, row,
                    board.Count(entry => by == Dimension.Country ? entry.Country == key : entry.Family == key)));
            }
        }

        return rows;
    }

    private static string[] CountriesOf(Registry registry) => [.. registry.Labs.Select(lab => lab.Country).Where(code => code.Length == 2).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static DigestContent.ShareRow Row(ShareQuery.Series series, DateOnly week, ShareQuery.Response share)
    {
        var now = At(week);
        return new DigestContent.ShareRow(series.Key, now, now - Before(7), now - Before(28), now - Before(364));

        decimal? At(DateOnly day) => series.Points.FirstOrDefault(point => point.Day == day)?.Share;

        // A change across a break in what was observed would be a change of what is looked at.
        decimal? Before(int days) => share.Totals.Any(total => total.Day > week.AddDays(-days) && total.Day <= week && total.Flags.Contains("break", StringComparer.Ordinal)) ? null : At(week.AddDays(-days));
    }
}
