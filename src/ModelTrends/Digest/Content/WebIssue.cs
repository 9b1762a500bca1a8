using Microsoft.Extensions.Localization;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Content;

/// <summary>An issue as it was mailed, for whoever reads it on the site: that reader got no mail, so its last lines tell how to get the next.</summary>
public sealed class WebIssue(IStringLocalizer<DigestTexts> texts, Mailer mailer)
{
    public string Html(DigestText text, string week) => PersonalText.WithoutReader(WithoutOwnAddress(WithoutRecipient(text), week), text.Picture);

    /// <summary>The paragraph with a subscriber's own links, whatever else it says: stored issues are older than today's template.</summary>
    private string WithoutRecipient(DigestText text)
    {
        var link = text.Html.IndexOf($"/subscriptions/{PersonalText.TokenPlace}", StringComparison.Ordinal);
        var start = link < 0 ? -1 : text.Html.LastIndexOf("<p ", link, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.Html.IndexOf("</p>", link, StringComparison.Ordinal);
        if (end < 0)
            return text.Html;
        using var _ = new InLanguage(Language.Find(text.Lang) ?? Language.English);
        var words = text.Html.IndexOf('>', start) + 1;
        return $"{text.Html[..words]}{texts["WebWhy"].Value} <a href=\"{mailer.SiteUrl}/subscriptions?lang={text.Lang}\" style=\"color:#005a9c;\">{texts["WebAsk"].Value}</a>{text.Html[end..]}";
    }

    /// <summary>"Read this issue online" leads nowhere from there.</summary>
    private static string WithoutOwnAddress(string html, string week)
    {
        var link = html.IndexOf($"/digests/{week}?lang=", StringComparison.Ordinal);
        var start = link < 0 ? -1 : html.LastIndexOf(" · <a ", link, StringComparison.Ordinal);
        var end = start < 0 ? -1 : html.IndexOf("</a>", link, StringComparison.Ordinal);
        return end < 0 ? html : html[..start] + html[(end + "</a>".Length)..];
    }
}
