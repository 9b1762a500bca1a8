using System.Globalization;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Findings;

/// <summary>How much few models and few labs hold, and whether it was more or less before.</summary>
public static class ConcentrationFinding
{
    private const int Few = 10;

    /// <param name="before">The same question about an earlier day, where the two can be compared.</param>
    public static Finding Of(ConcentrationQuery.Response answer, ConcentrationQuery.Response? before, string what, string subtitle, ChartTexts texts)
    {
        if (Top(answer) is not { } share || answer.Day is not { } day) return Finding.None(subtitle);
        // Where ten hold all there are no more than ten, and nothing is concentrated about it.
        if (share == 1) return new Finding(texts.Format("title.concentration.all", what, texts.Day(day)), []);
        var more = new List<string>();
        if (before is { Day: { } then } && Top(before) is { } was)
            more.Add(texts.Format("finding.concentration.before", texts.Day(then), texts.Percent(was), NumberText.Points(share - was, texts.Language)));
        if (answer.FirstLabs is [{ Share: { } first }, ..])
        {
            more.Add(answer.FirstLabs.Count < 3 ? texts.Format("finding.concentration.lab", answer.FirstLabs[0].Name, texts.Percent(first))
                : texts.Format("finding.concentration.labs", answer.FirstLabs[0].Name, texts.Percent(first), texts.Percent(answer.FirstLabs.Take(3).Sum(lab => lab.Share ?? 0))));
        }

        if (answer.Hhi is > 0 and { } hhi && answer.Labs > 1)
            more.Add(texts.Format("finding.concentration.even", hhi.ToString("0.000", CultureInfo.InvariantCulture), (1 / hhi).ToString("0.0", CultureInfo.InvariantCulture), NumberText.Exact(answer.Labs.Value, texts.Language)));
        if (Of("CN") is { } china && Of("US") is { } us)
            more.Add(texts.Format("finding.concentration.countries", texts.Percent(china), texts.Percent(us)));
        if (answer.Meta.Coverage.UnknownShare is > 0 and { } unknown)
            more.Add(texts.Format("finding.unknown", texts.Percent(unknown)));
        return new Finding(texts.Format("title.concentration", texts.Percent(share), what, texts.Day(day)), more);

        decimal? Of(string country) => answer.Countries.FirstOrDefault(of => of.Country == country)?.Share;
    }

    private static decimal? Top(ConcentrationQuery.Response answer) => answer.Models.FirstOrDefault(top => top.Top == Few)?.Share;
}
