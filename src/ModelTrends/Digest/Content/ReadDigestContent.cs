using System.Globalization;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>Asks the read API's own queries for one week.</summary>
public sealed class ReadDigestContent(ShareQuery shares, LeaderboardQuery boards)
{
    private static readonly string[] Countries = ["CN", "US"];

    public async Task<DigestContent> HandleAsync(DateOnly monday, CancellationToken cancellationToken)
    {
        var sunday = monday.AddDays(6);
        var (measure, share) = await ShareAsync(monday, sunday, cancellationToken);
        var period = share.Totals.LastOrDefault(total => total.Day >= monday && total.Day <= sunday);
        var board = await boards.HandleAsync(
            new LeaderboardQuery.Query(new Selection { Population = Population.All, Interval = Interval.Week }, Day: sunday), cancellationToken);
        var boardOfWeek = board.Day >= monday ? board : null;

        var rows = period is null ? [] : share.Series.Select(series => Row(series, period.Day, share)).ToArray();
        return new DigestContent(
            WeekName(monday), monday, measure,
            share.Meta.Sources is [var source, ..] ? source : null, share.Meta.Notes.FirstOrDefault(note => note.StartsWith("Coverage of", StringComparison.Ordinal)),
            share.Meta.DataThrough, period?.Day, rows.FirstOrDefault(row => row.Key == "unknown")?.Share, rows,
            boardOfWeek?.Day, boardOfWeek?.Meta.Sources is [var boardSource, ..] ? boardSource : null, boardOfWeek?.Entries ?? [],
            period is null ? [] : period.Flags);
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
        foreach (var measure in new[] { Measure.Downloads, Measure.Downloads30d })
        {
            var answer = await shares.HandleAsync(
                new ShareQuery.Query(new Selection { Interval = Interval.Week, From = monday.AddDays(-372), To = sunday }, Measure: measure, Keys: Countries), cancellationToken);
            if (answer.Totals.Count > 0 || measure == Measure.Downloads30d)
                return (measure, answer);
        }

        throw new InvalidOperationException("The loop ends with an answer.");
    }

    private static DigestContent.ShareRow Row(ShareQuery.Series series, DateOnly week, ShareQuery.Response share)
    {
        var now = At(week);
        return new DigestContent.ShareRow(series.Key, now, now - Before(7), now - Before(28), now - Before(364));

        decimal? At(DateOnly day) => series.Points.FirstOrDefault(point => point.Day == day)?.Share;

        // A change across a break in what was observed would be a change of what is looked at.
        decimal? Before(int days) => share.Totals.Any(total => total.Day > week.AddDays(-days) && total.Day <= week && total.Flags.Contains("break", StringComparer.Ordinal)) ? null : At(week.AddDays(-days));
    }
}
