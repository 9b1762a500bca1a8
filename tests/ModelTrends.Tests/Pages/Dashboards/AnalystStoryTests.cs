using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages.Dashboards;

/// <summary>The analyst's questions, asked as an analyst asks them.</summary>
public sealed class AnalystStoryTests(SampleDatabase sample, Browser browser) : IClassFixture<SampleDatabase>
{
    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task An_analyst_finds_Chinas_share_without_JavaScript(string code)
    {
        var language = Language.Find(code)!;
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { JavaScriptEnabled = false });

        await page.GotoAsync($"/?lang={code}");
        await page.Locator("header nav a[href^='/share']").ClickAsync();
        await page.Locator("select[name=by]").SelectOptionAsync("country");
        await page.Locator("form.chart-controls button[type=submit]").First.ClickAsync();

        var share = await LastAsync(site, "/api/v1/share?by=country&measure=downloads30d", "CN");
        (await page.InnerTextAsync("h1")).ShouldContain(NumberText.Percent(share, language));
        (await page.Locator("figure.chart .chart-wide svg").CountAsync()).ShouldBe(1);
        page.Url.ShouldContain("by=country");
    }

    [Fact]
    public async Task An_analyst_compares_Qwen_and_Llama_and_reads_who_is_ahead_under_each_definition()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site);
        var answer = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/crossings?by=family&a=qwen&b=llama&measure=downloads30d");

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "When did Qwen pass Llama?" }).ClickAsync();

        var rows = await page.Locator("#crossings tbody tr").AllInnerTextsAsync();
        rows.Count.ShouldBe(answer!["definitions"]!.AsArray().Count);
        var above = answer["definitions"]!.AsArray().Count(row => row!["alreadyAbove"]!.GetValue<bool>());
        rows.Count(row => row.Contains("Qwen was above from the first day", StringComparison.Ordinal)).ShouldBe(above);
        (await page.InnerTextAsync("#crossing")).ShouldContain("Qwen");
    }

    [Fact]
    public async Task An_analyst_finds_the_weeks_when_four_of_the_top_five_were_Chinese()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site);
        var answer = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/leaderboard/weeks?top=5&country=CN&atLeast=4");

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Four of the top five?" }).ClickAsync();

        var reached = answer!["reached"]!.AsArray().Count;
        (await page.Locator("#weeks tr.reaches").CountAsync()).ShouldBe(reached);
        (await page.InnerTextAsync("#weeks-finding")).ShouldContain($"In {reached} of {answer["weeks"]!.AsArray().Count} observed weeks at least 4 of the top 5");
    }

    [Fact]
    public async Task An_analyst_opens_a_model_by_keyboard_and_sees_why_it_counts_as_Chinese()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site);

        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("DeepSeek-R1-Distill-Qwen-7B");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/search?**");
        var link = page.Locator("#found a[href*='/models/']").First;
        await link.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/models/**");

        var text = await page.InnerTextAsync("main");
        text.ShouldContain("Qwen");
        text.ShouldContain("China");
    }

    [Fact]
    public async Task A_colleague_who_gets_the_link_sees_the_same_state_and_the_same_picture()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var mine = await browser.OpenAsync(site);
        await mine.GotoAsync("/share");
        await mine.Locator("select[name=measure]").SelectOptionAsync("likes");
        await mine.Locator("select[name=lens]").SelectOptionAsync("publisher");
        await mine.Locator("form.chart-controls button[type=submit]").First.ClickAsync();
        await mine.WaitForURLAsync("**measure=likes**");

        var theirs = await browser.OpenAsync(site);
        await theirs.GotoAsync(mine.Url);

        (await theirs.Locator("select[name=measure]").InputValueAsync()).ShouldBe("likes");
        (await theirs.Locator("select[name=lens]").InputValueAsync()).ShouldBe("publisher");
        (await theirs.InnerTextAsync("h1")).ShouldBe(await mine.InnerTextAsync("h1"));
        (await theirs.Locator("meta[property='og:image']").GetAttributeAsync("content"))!.ShouldContain("measure=likes");
        var title = await mine.InnerTextAsync("h1");
        await mine.GoBackAsync();
        (await mine.InnerTextAsync("h1")).ShouldNotBe(title, StringComparer.Ordinal);
    }

    private static async Task<decimal> LastAsync(TestSite site, string address, string key)
    {
        var answer = await site.Client.GetFromJsonAsync<JsonObject>(address);
        return answer!["series"]!.AsArray().Single(series => series!["key"]!.GetValue<string>() == key)!["points"]!.AsArray()[^1]!["share"]!.GetValue<decimal>();
    }
}
