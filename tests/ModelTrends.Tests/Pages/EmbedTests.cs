using Microsoft.Playwright;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages;

/// <summary>Charts in other people's pages, and how addresses look where they are shared.</summary>
public sealed class EmbedTests(SampleSite sample, Browser browser) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("/embed/share", true)]
    [InlineData("/embed/race?keys=qwen,llama", true)]
    [InlineData("/", false)]
    [InlineData("/share", false)]
    [InlineData("/charts/share", false)]
    [InlineData("/labs/alibaba", false)]
    [InlineData("/method", false)]
    public async Task Only_embeds_may_stand_in_frames(string path, bool isAllowed)
    {
        var site = sample.Site;

        var answer = await site.Client.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain(isAllowed ? "frame-ancestors *" : "frame-ancestors 'none'");
    }

    [Theory]
    [InlineData("en", "data through")]
    [InlineData("hi", "तक")]
    [InlineData("zh", "数据截至")]
    public async Task An_embed_fills_its_frame_says_as_of_when_and_leads_back(string language, string asOf)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1000, Height = 620 } });
        foreach (var width in new[] { 320, 700, 1000 })
        {
            await page.SetViewportSizeAsync(width, 620);
            await page.GotoAsync($"/embed/share?lang={language}&interval=week");

            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
            var svg = page.Locator("svg:visible");
            (await svg.CountAsync()).ShouldBe(1);
            (await svg.BoundingBoxAsync())!.Width.ShouldBe(width, 2);
            string.Concat(await svg.Locator("text").AllTextContentsAsync()).ShouldContain(asOf);
        }

        (await page.Locator("html").GetAttributeAsync("lang"))!.ShouldStartWith(language);
        (await page.Locator("a").First.GetAttributeAsync("href"))!.ShouldContain("/charts/share?");
        (await page.Locator("a").First.GetAttributeAsync("target")).ShouldBe("_blank");
    }

    [Fact]
    public async Task An_embed_is_light_or_dark_as_the_reader_or_the_address_wants()
    {
        var site = sample.Site;
        var night = await browser.OpenAsync(site, new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });

        (await PaperAsync(night, "/embed/share")).ShouldBe("rgb(20, 24, 29)");
        (await PaperAsync(night, "/embed/share?theme=light")).ShouldBe("rgb(255, 255, 255)");
        (await PaperAsync(night, "/share")).ShouldBe("rgb(20, 24, 29)");
        // The overview's chart too, once the browser has drawn it anew.
        await night.GotoAsync("/");
        var live = night.Locator(".chart-live svg rect").First;
        await live.WaitForAsync();
        (await live.EvaluateAsync<string>("rect => getComputedStyle(rect).fill")).ShouldBe("rgb(20, 24, 29)");
    }

    [Fact]
    public async Task The_picture_of_a_shared_address_follows_its_state()
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site);

        await page.GotoAsync("/share?by=country&keys=CN,US&measure=likes&view=line&lang=hi");

        var picture = (await page.Locator("meta[property='og:image']").GetAttributeAsync("content"))!;
        foreach (var part in new[] { "by=country", "keys=CN,US", "measure=likes", "view=line", "lang=hi" }) picture.ShouldContain(part);
        var answer = await site.Client.GetAsync(new Uri(picture));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await page.Locator("meta[name='twitter:card']").GetAttributeAsync("content")).ShouldBe("summary_large_image");
        (await page.Locator("meta[property='og:title']").GetAttributeAsync("content")).ShouldBe(await page.InnerTextAsync("h1"));
    }

    private static async Task<string> PaperAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        return await page.EvaluateAsync<string>("getComputedStyle([...document.querySelectorAll('.chart-wide svg rect')][0]).fill");
    }
}
