using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Findings;

/// <summary>Who released how many models in the interval, and how the last full period compares with the one before.</summary>
public static class ReleasesFinding
{
    private static readonly string[] Nobody = [KeyNames.Other, Countries.Unknown, Countries.Individual, Countries.International];

    /// <param name="regionOf">Of a key of the answer.</param>
    /// <param name="nameOf">Of a series, in the reader's language.</param>
    public static Finding Of(ReleasesQuery.Response answer, Interval interval, string models, Func<string, string> regionOf, Func<ReleasesQuery.Series, string> nameOf, string subtitle, ChartTexts texts)
    {
        var all = answer.Series.Sum(series => series.Models);
        if (answer.Meta is not { From: { } from, To: { } to } || all == 0) return Finding.None(subtitle);
        var unknown = answer.Series.Where(series => series.Key == Countries.Unknown).Sum(series => series.Models);
        if (unknown == all) return new Finding(texts.Format("title.releases.none", Count(all), texts.Day(from), texts.Day(to)), []);
        var title = texts.Format("title.releases", Count(In(Regions.China)), Count(In(Regions.UnitedStates)), Count(all), texts.Day(from), texts.Day(to), models);
        var more = new List<string>();
        if (First(answer, regionOf) is { } first) more.Add(texts.Format("finding.releases.first", nameOf(first), Count(first.Models)));
        if (Periods(answer, interval, from, to) is { } last) more.Add(texts.Format("finding.releases.last", Name(last.Day), Count(last.Models), Name(last.Before), Count(last.ModelsBefore)));
        if (Period.End(Period.Start(to, interval), interval) > to.AddDays(1)) more.Add(texts.Format("finding.releases.open", Name(Period.Start(to, interval)), texts.Day(to)));
        if (unknown > 0) more.Add(texts.Format("finding.releases.unknown", Count(unknown)));
        return new Finding(title, more);

        int In(string region) => answer.Series.Where(series => regionOf(series.Key) == region).Sum(series => series.Models);

        string Count(int number) => NumberText.Exact(number, texts.Language);

        string Name(DateOnly day) => interval == Interval.Month ? DateText.Month(day, texts.Language) : interval == Interval.Week ? texts.Format("when.weekOf", texts.Day(day)) : texts.Day(day);
    }

    /// <summary>The one that released most; null where two did, or where the regions of the title are all there is to tell.</summary>
    private static ReleasesQuery.Series? First(ReleasesQuery.Response answer, Func<string, string> regionOf)
    {
        var named = answer.Series.Where(series => !Nobody.Contains(series.Key, StringComparer.Ordinal) && regionOf(series.Key) != series.Key).OrderByDescending(series => series.Models).Take(2).ToArray();
        return named is [var one] || (named is [_, var two] && two.Models < named[0].Models) ? named[0] : null;
    }

    /// <summary>The last two periods that lie in the interval from their first day to their last.</summary>
    private static (DateOnly Day, int Models, DateOnly Before, int ModelsBefore)? Periods(ReleasesQuery.Response answer, Interval interval, DateOnly from, DateOnly to)
    {
        var last = Period.Start(to.AddDays(1), interval).AddDays(-1);
        var day = Period.Start(last, interval);
        var before = Period.Start(day.AddDays(-1), interval);
        return before < from ? null : (day, Sum(day), before, Sum(before));

        int Sum(DateOnly period) => answer.Series.SelectMany(series => series.Points).Where(point => point.Day == period).Sum(point => point.Models);
    }
}
