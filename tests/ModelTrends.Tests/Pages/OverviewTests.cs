using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages;

/// <summary>The analyst's first look, in a real browser on real data.</summary>
public sealed class OverviewTests(SampleDatabase sample, Browser browser) : IClassFixture<SampleDatabase>
{
    [Fact]
    public async Task The_overview_shows_the_numbers_the_API_returns()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var share = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/share?measure=downloads30d&keys=CN,US");
        var board = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/leaderboard?measure=trending&population=all");
        var page = await browser.OpenAsync(site);

        await page.GotoAsync("/");

        foreach (var key in new[] { "CN", "US" })
        {
            var last = share!["series"]!.AsArray().Single(series => series!["key"]!.GetValue<string>() == key)!["points"]!.AsArray().Last()!;
            var expected = NumberText.Percent(last["share"]!.GetValue<decimal>(), Language.English);
            (await page.Locator($"[data-headline={key}]").InnerTextAsync()).ShouldBe(expected);
            (await page.Locator("h1").InnerTextAsync()).ShouldContain(expected);
        }

        var models = await page.Locator("#trending-table tbody th").AllInnerTextsAsync();
        models.ShouldBe(board!["entries"]!.AsArray().Select(entry => entry!["modelId"]!.GetValue<string>()));
        var chinese = board["entries"]!.AsArray().Count(entry => entry!["country"]!.GetValue<string>() == "CN");
        (await page.InnerTextAsync("main")).ShouldContain($"{chinese.ToString(CultureInfo.InvariantCulture)} of 10 made by Chinese labs");
    }

    [Fact]
    public async Task The_overview_shows_the_same_numbers_without_JavaScript()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var with = await browser.OpenAsync(site);
        var without = await browser.OpenAsync(site, new BrowserNewContextOptions { JavaScriptEnabled = false });

        await with.GotoAsync("/");
        await without.GotoAsync("/");

        (await without.InnerTextAsync("h1")).ShouldBe(await with.InnerTextAsync("h1"));
        (await without.Locator("#share-table td").AllInnerTextsAsync()).ShouldBe(await with.Locator("#share-table td").AllInnerTextsAsync());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task The_overview_follows_the_choice_of_models_and_lens_in_its_address(string code)
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var share = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/share?measure=downloads30d&keys=CN,US&population=all&lens=publisher");
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.GotoAsync($"/?lang={code}");

        await page.Locator(".home-choice select[name=population]").SelectOptionAsync("all");
        await page.Locator(".home-choice select[name=lens]").SelectOptionAsync("publisher");
        await page.Locator(".home-choice button").ClickAsync();

        page.Url.ShouldContain("population=all");
        page.Url.ShouldContain($"lang={code}");
        var last = share!["series"]!.AsArray().Single(series => series!["key"]!.GetValue<string>() == "CN")!["points"]!.AsArray().Last()!;
        (await page.Locator("[data-headline=CN]").InnerTextAsync()).ShouldBe(NumberText.Percent(last["share"]!.GetValue<decimal>(), Language.Find(code)!));
        // The source is a list, and the headline does not speak of the whole Hub.
        (await page.InnerTextAsync("h1")).ShouldContain(code switch { "hi" => "सूची के", "zh" => "榜单中的", _ => "in the list" });
    }

    [Fact]
    public async Task A_choice_the_overview_does_not_know_is_named_and_the_rest_shown()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        site.Client.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        var answer = await site.Client.GetAsync("/?population=everything&lens=publisher&utm_source=mail");

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("<code>population</code>");
        html.ShouldContain("<option value=\"publisher\" selected");
        html.ShouldNotContain("<code>utm_source</code>");
    }

    /// <summary>A language and a theme each; the dashboards' test has the other pairs.</summary>
    [Theory]
    [InlineData("en", "light")]
    [InlineData("hi", "dark")]
    public async Task Axe_finds_nothing_on_the_first_pages(string language, string theme)
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site);
        var findings = new List<string>();
        foreach (var path in new[] { "/", "/status", "/labs", "/labs/alibaba", "/families/qwen", "/models/Qwen/Qwen3.6-27B", "/unknown" })
        {
            await page.GotoAsync($"{path}?lang={language}&theme={theme}");

            var result = await page.RunAxe();

            findings.AddRange(result.Violations.Select(violation => $"{path}: {violation.Id} {violation.Nodes.FirstOrDefault()?.Html}"));
        }

        findings.ShouldBeEmpty();
    }
}
