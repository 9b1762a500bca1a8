using System.Xml.Linq;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages.Feeds;

public sealed class FeedTests(SampleSite sample) : IClassFixture<SampleSite>
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Theory]
    [InlineData("/events/feed.xml")]
    [InlineData("/crossings/feed.xml")]
    public async Task A_feed_is_Atom_with_permanent_ids_and_the_same_bytes_each_time(string path)
    {
        var site = sample.Site;

        var text = await site.Client.GetStringAsync(path);
        var feed = XDocument.Parse(text).Root!;

        feed.Name.ShouldBe(Atom + "feed");
        var ids = feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value).ToArray();
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(ids.Length);
        (await site.Client.GetStringAsync(path)).ShouldBe(text);
    }

    [Theory]
    [InlineData("/events/feed.xml", "hi", "घटनाएँ")]
    [InlineData("/events/feed.xml", "zh", "事件")]
    [InlineData("/crossings/feed.xml", "hi", "चीन और अमेरिका")]
    [InlineData("/crossings/feed.xml", "zh", "中国与美国")]
    public async Task A_feed_speaks_the_readers_language_and_keeps_its_ids(string path, string language, string title)
    {
        var site = sample.Site;

        var (english, other) = (XDocument.Parse(await site.Client.GetStringAsync(path + "?lang=en")).Root!, XDocument.Parse(await site.Client.GetStringAsync($"{path}?lang={language}")).Root!);

        other.Element(Atom + "title")!.Value.ShouldContain(title);
        other.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value).ShouldBe(english.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value));
        other.Elements(Atom + "entry").Where(entry => entry.Element(Atom + "title")!.Value.Contains(" passed ", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_events_feed_has_the_events_of_the_API()
    {
        var site = sample.Site;

        var feed = await site.Client.GetStringAsync("/events/feed.xml");

        feed.ShouldContain("The number of models observed changed by more than 20 %");
    }

    [Fact]
    public async Task Every_address_of_the_sitemap_outside_the_registry_leads_somewhere()
    {
        var site = sample.Site;
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        using var reader = site.OpenReader();

        var addresses = XDocument.Parse(await reader.GetStringAsync("/sitemap.xml")).Root!.Elements(map + "url").Select(url => url.Element(map + "loc")!.Value).ToArray();

        addresses.Length.ShouldBeGreaterThan(1000);
        foreach (var address in addresses.Where(address => !address.Contains("/labs/", StringComparison.Ordinal) && !address.Contains("/families/", StringComparison.Ordinal)))
            (await reader.GetAsync(address)).IsSuccessStatusCode.ShouldBeTrue(address);
        (await reader.GetStringAsync("/robots.txt")).ShouldContain("/sitemap.xml");
    }
}
