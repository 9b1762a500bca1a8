using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Findings;

/// <summary>Which of the models shown stands highest against its size class, and how many of all stand above the threshold.</summary>
public static class AdoptionFinding
{
    /// <param name="shown">The models of the picture.</param>
    /// <param name="all">Every model with an age that was observed.</param>
    public static Finding Of(AdoptionQuery.Response shown, AdoptionQuery.Response all, string subtitle, ChartTexts texts)
    {
        var best = shown.Models.Where(entry => entry.Ages[^1].Score is not null).MaxBy(entry => entry.Ages[^1].Score);
        if (all.Models.Count == 0 || shown.Models.Count == 0) return Finding.None(subtitle);
        var (first, last) = (texts.Day(all.Models.Min(entry => entry.Released)), texts.Day(all.Models.Max(entry => entry.Released)));
        var scored = all.Models.Where(entry => entry.Ages[^1].Score is not null).ToArray();
        if (best is not { Ages: [.., { Score: { } score } age] })
            return new Finding(texts.Format("title.adoption.none", NumberText.Exact(all.Models.Count, texts.Language), first, last), []);
        var above = scored.Where(entry => entry.Ages[^1].Score >= 1).ToArray();
        var title = texts.Format("title.adoption", best.ModelId[(best.ModelId.IndexOf('/', StringComparison.Ordinal) + 1)..], age.Days, texts.Number(age.Downloads), Factor(score, texts.Language));
        var more = new List<string>
        {
            texts.Format("finding.adoption.above", Count(scored.Length), first, last, Count(above.Length), Count(above.Count(entry => entry.Country == "CN")), Count(above.Count(entry => entry.Country == "US"))),
        };
        if (scored.Length < all.Models.Count) more.Add(texts.Format("finding.adoption.unscored", Count(all.Models.Count - scored.Length)));
        return new Finding(title, more);

        string Count(int number) => NumberText.Exact(number, texts.Language);
    }

    public static string Factor(decimal score, Language language) =>
        score >= 10 ? NumberText.Exact(Math.Round(score), language) : score.ToString("0.0#", System.Globalization.CultureInfo.InvariantCulture);
}
