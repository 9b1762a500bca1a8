using ModelTrends.Digest.Delivery;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Content;

/// <summary>An entry an issue.</summary>
public sealed class DigestFeed(ListIssues issues, Mailer mailer)
{
    /// <summary>A reader of feeds wants the last half year; the rest is on the site.</summary>
    private const int Most = 26;

    public async Task<AtomFeed> ReadAsync(Language language, CancellationToken cancellationToken)
    {
        var site = mailer.SiteUrl;
        var entries = (await issues.AllAsync(language.Code, cancellationToken)).Take(Most).Select(row =>
            new AtomEntry($"{site}/digests/{row.Week}", row.Subject, row.ComposedAt, $"{site}/digests/{row.Week}?lang={language.Code}", row.Subject));
        return new AtomFeed(site + "/digests", "ModelTrends", $"{site}/digests/feed.xml?lang={language.Code}", [.. entries]);
    }
}
