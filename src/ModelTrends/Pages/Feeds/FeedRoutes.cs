using System.Text;
using System.Xml.Linq;
using ModelTrends.Domain.Labs;
using ModelTrends.Pages.Charts;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Data;

namespace ModelTrends.Pages.Feeds;

/// <summary>What programs read of the pages: feeds, the sitemap, robots.txt.</summary>
public static class FeedRoutes
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly string[] Others = ["/", "/data", "/labs", "/families", "/unknown", "/changes", "/status", "/method", "/about", "/digests", "/subscriptions"];

    public static void MapFeeds(this WebApplication app)
    {
        app.MapGet("/events/feed.xml", async (HttpContext http, SiteFeeds feeds, CancellationToken cancellationToken) =>
            AnswerRoutes.Bytes(http, (await feeds.EventsAsync(http.Request, cancellationToken)).ToBytes(), AtomFeed.MediaType, Fresh)).ExcludeFromDescription();
        app.MapGet("/crossings/feed.xml", async (HttpContext http, SiteFeeds feeds, CancellationToken cancellationToken) =>
            AnswerRoutes.Bytes(http, (await feeds.CrossingsAsync(http.Request, cancellationToken)).ToBytes(), AtomFeed.MediaType, Fresh)).ExcludeFromDescription();
        app.MapGet("/sitemap.xml", async (HttpContext http, ChartSheets sheets, CurrentRegistry registries, CancellationToken cancellationToken) =>
            AnswerRoutes.Bytes(http, Sitemap(sheets.Site(http.Request), await registries.GetAsync(cancellationToken)), "application/xml; charset=utf-8", Fresh)).ExcludeFromDescription();
        app.MapGet("/robots.txt", (HttpContext http, ChartSheets sheets) =>
            AnswerRoutes.Bytes(http, Encoding.UTF8.GetBytes($"User-agent: *\nDisallow: /admin\nDisallow: /jobs\nDisallow: /subscriptions/\nDisallow: /search\nSitemap: {sheets.Site(http.Request)}/sitemap.xml\n"), "text/plain; charset=utf-8", Fresh)).ExcludeFromDescription();
    }

    /// <summary>Every page that has an address of its own, with its three languages.</summary>
    private static byte[] Sitemap(string site, Registry registry)
    {
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        XNamespace xhtml = "http://www.w3.org/1999/xhtml";
        var paths = Others.Concat(Dashboards.Dashboard.All.Select(dashboard => dashboard.Path))
            .Concat(registry.Labs.Select(lab => "/labs/" + lab.Id)).Concat(registry.Families.Select(family => "/families/" + family.Id));
        var document = new XElement(map + "urlset", new XAttribute(XNamespace.Xmlns + "xhtml", xhtml.NamespaceName), paths.Select(path => new XElement(
            map + "url", new XElement(map + "loc", site + path), Language.All.Select(language => new XElement(
                xhtml + "link", new XAttribute("rel", "alternate"), new XAttribute("hreflang", language.HtmlLang), new XAttribute("href", $"{site}{path}?lang={language.Code}"))))));
        return Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document.ToString(SaveOptions.None).ReplaceLineEndings("\n") + "\n");
    }
}
