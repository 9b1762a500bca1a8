using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages;

/// <summary>The analyst's first look, in a real browser on real data.</summary>
public sealed class OverviewTests(SampleSite sample, Browser browser) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task The_overview_shows_the_numbers_the_API_returns()
    {
        var site = sample.Site;
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
        var site = sample.Site;
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
        var site = sample.Site;
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
        var site = sample.Site;
        using var reader = site.OpenReader();

        var answer = await reader.GetAsync("/?population=everything&lens=publisher&utm_source=mail");

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain("<code>population</code>");
        html.ShouldContain("<option value=\"publisher\" selected");
        html.ShouldNotContain("<code>utm_source</code>");
    }

    [Fact]
    public async Task What_axe_is_there_to_find_is_found()
    {
        var page = await browser.OpenAsync(sample.Site);
        await page.GotoAsync("/about");
        (await Axe.FindAsync(page)).ShouldBeEmpty();

        await page.EvaluateAsync("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\"><button></button><p id=\"pale\" style=\"color:#ccc;background:#fff\">pale</p>')");

        var found = await Axe.FindAsync(page);
        found.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal).ShouldBe(["button-name", "color-contrast", "image-alt"]);
        found.ShouldContain(line => line.Contains("id=\"pale\"", StringComparison.Ordinal));
    }

    /// <summary>A language and a theme each; the dashboards' test has the other pairs.</summary>
    [Theory]
    [InlineData("en", "light")]
    [InlineData("hi", "dark")]
    public async Task Axe_finds_nothing_on_the_first_pages(string language, string theme)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        var findings = new List<string>();
        foreach (var path in new[] { "/", "/status", "/labs", "/labs/alibaba", "/families/qwen", "/models/Qwen/Qwen3.6-27B", "/unknown" })
        {
            await page.GotoAsync($"{path}?lang={language}&theme={theme}");

            findings.AddRange((await Axe.FindAsync(page)).Select(found => $"{path}: {found}"));
        }

        findings.ShouldBeEmpty();
    }
}
