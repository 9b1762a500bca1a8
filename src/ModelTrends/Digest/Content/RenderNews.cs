using Microsoft.Extensions.Localization;
using ModelTrends.Data;
using ModelTrends.Digest.Delivery;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>Words for movers, releases, crossings and the week under another definition.</summary>
public sealed class RenderNews(IStringLocalizer<DigestTexts> texts, Mailer mailer, CurrentRegistry registries)
{
    public IEnumerable<KeyValuePair<string, object?>> Values(DigestContent content, Language language)
    {
        var news = content.News;
        var known = content.Shares.Count > 0;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["movers_title"] = texts["MoversTitle"].Value,
            ["movers_note"] = news.MoversThrough is { } through ? texts["MoversNote", DateText.Day(through, language)].Value : known ? texts["MoversNone"].Value : null,
            ["movers"] = new[] { (Name: "MoversUp", Sign: "▲", Entries: news.Up), (Name: "MoversDown", Sign: "▼", Entries: news.Down) }.Where(part => part.Entries.Count > 0).Select(part => new
            {
                title = texts[part.Name].Value,
                sign = part.Sign,
                entries = part.Entries.Select(entry => Mover(entry, language)).ToArray(),
            }).ToArray(),
            ["releases_title"] = news.NewModels > 0 ? texts["ReleasesTitle", NumberText.Exact(news.NewModels, language)].Value : null,
            ["releases"] = news.Releases.Select(release => new
            {
                lab = release.LabName, country = DigestWords.Country(texts, release.Country), colour = DigestWords.Colour(release.Country), models = NumberText.Exact(release.Models, language),
                examples = release.Examples.Select(model => new { model, link = Link(model, language) }).ToArray(),
            }).ToArray(),
            ["releases_note"] = texts["ReleasesNote"].Value,
            ["announced"] = news.Announced.Select(e => new { day = DateText.DayShort(e.Day, language), title = e.Title, link = e.Url }).ToArray(),
            ["crossings_title"] = texts["CrossingsTitle"].Value,
            ["crossings"] = news.Crossings.Select(crossing => texts[
                "CrossingLine", Name(crossing.By, crossing.A), Name(crossing.By, crossing.B), DateText.Day(crossing.Day, language), crossing.Agreeing, crossing.Asked,
                DateText.Day(crossing.First, language), DateText.Day(crossing.Last, language)].Value).ToArray(),
            ["different_title"] = texts["DifferentTitle"].Value,
            ["different"] = known && news.Different is { } other
                ? texts["DifferentLine", texts["Def_" + other.Id].Value, NumberText.Percent(other.China, language), NumberText.Percent(other.UnitedStates, language), NumberText.Points(other.China - content.ShareOf("CN"), language)].Value : null,
            ["different_link"] = $"{mailer.SiteUrl}/definitions?lang={language.Code}",
            ["different_more"] = texts["DifferentMore"].Value,
        };
    }

    private object Mover(GrowthQuery.Entry entry, Language language) => new
    {
        model = entry.ModelId, link = Link(entry.ModelId, language), lab = entry.LabName, country = DigestWords.Country(texts, entry.Country), colour = DigestWords.Colour(entry.Country),
        factor = "×" + decimal.Round(entry.Factor, entry.Factor < 10 ? 2 : 1, MidpointRounding.AwayFromZero).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture),
        week = NumberText.Compact(entry.Week, language),
        before = NumberText.Compact(entry.Before, language),
    };

    private string Link(string model, Language language) => $"{mailer.SiteUrl}/models/{model}?lang={language.Code}";

    private string Name(Dimension by, string key) => by == Dimension.Country ? DigestWords.Country(texts, key) : KeyNames.Of(by, key, registries.Now);
}
