using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages.Dashboards;

/// <summary>The analyst's questions, asked as an analyst asks them, in each language of the site.</summary>
public sealed class AnalystStoryTests(SampleSite sample, Browser browser) : IClassFixture<SampleSite>
{
    public static TheoryData<string> Languages() => [.. Language.All.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_analyst_finds_Chinas_share_without_JavaScript(string code)
    {
        var language = Language.Find(code)!;
        var site = sample.Site;
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

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_analyst_finds_Chinas_share_of_last_month(string code)
    {
        var language = Language.Find(code)!;
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        var answer = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/share?by=region&measure=downloads30d&interval=month&keys=china");

        await page.GotoAsync($"/?lang={code}");
        await page.Locator("header nav a[href^='/share']").ClickAsync();
        await page.Locator("[data-group=interval] a[href*='interval=month']").ClickAsync();
        await page.WaitForURLAsync("**interval=month**");

        var april = answer!["series"]!.AsArray().Single(series => series!["key"]!.GetValue<string>() == "china")!["points"]!.AsArray().Single(point => point!["day"]!.GetValue<string>() == "2026-04-01")!;
        var row = page.Locator("#numbers-table tbody tr").Filter(new LocatorFilterOptions { Has = page.Locator("td[data-value='2026-04-01']") });
        (await row.InnerTextAsync()).ShouldContain(NumberText.Percent(april["share"]!.GetValue<decimal>(), language));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_analyst_compares_Qwen_and_Llama_and_reads_who_is_ahead_under_each_definition(string code)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        var answer = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/crossings?by=family&a=qwen&b=llama&measure=downloads30d");

        await page.GotoAsync($"/?lang={code}");
        await page.Locator(".questions a[href*='/race']").ClickAsync();

        var rows = await page.Locator("#crossings tbody tr").AllInnerTextsAsync();
        rows.Count.ShouldBe(answer!["definitions"]!.AsArray().Count);
        var above = answer["definitions"]!.AsArray().Count(row => row!["alreadyAbove"]!.GetValue<bool>());
        rows.Count(row => row.Contains("Qwen", StringComparison.Ordinal)).ShouldBe(above);
        var said = await page.InnerTextAsync("p#crossing");
        said.ShouldContain("Qwen");
        // Who was ahead before anybody looked did not pass on the first day: the page says that it cannot tell.
        var answered = answer["definitions"]!.AsArray().Count(row => row!["from"] is not null);
        if (code == "en") said.ShouldContain($"under {above} of {answered} definitions with numbers; if it passed Llama, it did so before, and this source cannot tell the day.");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_analyst_reads_the_day_one_family_passed_another_on_real_days(string code)
    {
        var language = Language.Find(code)!;
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        const string Question = "a=xenova&b=mixedbread&by=lab&measure=downloads30d&source=archive:embedding-models-2024-2026&population=all";
        var answer = await site.Client.GetFromJsonAsync<JsonObject>($"/api/v1/crossings?{Question}");
        var days = answer!["definitions"]!.AsArray().Select(row => (string?)row!["day"]).OfType<string>().Order(StringComparer.Ordinal).ToArray();

        await page.GotoAsync($"/race?by=lab&keys=xenova,mixedbread&source=archive:embedding-models-2024-2026&population=all&lang={code}");

        days.ShouldNotBeEmpty();
        (await page.InnerTextAsync("p#crossing")).ShouldContain(DateText.Day(DateOnly.Parse(days[0], System.Globalization.CultureInfo.InvariantCulture), language));
        (await page.Locator("#crossings tbody").InnerTextAsync()).ShouldContain(DateText.Day(DateOnly.Parse(days[^1], System.Globalization.CultureInfo.InvariantCulture), language));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_analyst_finds_the_weeks_when_four_of_the_top_five_were_Chinese(string code)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        var answer = await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/leaderboard/weeks?top=5&country=CN&atLeast=4");

        await page.GotoAsync($"/?lang={code}");
        await page.Locator(".questions a[href*='/leaderboards']").ClickAsync();

        var (reached, weeks) = (answer!["reached"]!.AsArray().Count, answer["weeks"]!.AsArray().Count);
        reached.ShouldBeGreaterThan(0);
        (await page.Locator("#weeks tr.reaches").CountAsync()).ShouldBe(reached);
        (await page.Locator("#weeks tbody tr").CountAsync()).ShouldBe(weeks);
        var finding = await page.InnerTextAsync("#weeks-finding");
        finding.ShouldContain(reached.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (code == "en") finding.ShouldContain($"In {reached} of {weeks} observed weeks at least 4 of the top 5");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_analyst_opens_a_model_by_keyboard_and_sees_why_it_counts_as_Chinese(string code)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site);

        await page.GotoAsync($"/?lang={code}");
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
        text.ShouldContain(code switch { "hi" => "चीन", "zh" => "中国", _ => "China" });
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_colleague_who_gets_the_link_sees_the_same_state_and_the_same_picture(string code)
    {
        var site = sample.Site;
        var mine = await browser.OpenAsync(site);
        await mine.GotoAsync($"/share?lang={code}");
        var before = await mine.InnerTextAsync("h1");
        // A choice is applied at once and the page stays.
        await mine.Locator("select[name=measure]").SelectOptionAsync("likes");
        await mine.WaitForURLAsync("**measure=likes**");
        await mine.Locator("main:not([aria-busy]) select[name=lens]").SelectOptionAsync("publisher");
        await mine.WaitForURLAsync("**lens=publisher**");
        await mine.Locator(".legend a").First.ClickAsync();
        await mine.WaitForURLAsync("**highlight=**");
        await mine.Locator("main:not([aria-busy]) .legend a[aria-current]").WaitForAsync();

        var theirs = await browser.OpenAsync(site);
        await theirs.GotoAsync(mine.Url);

        (await theirs.Locator("select[name=measure]").InputValueAsync()).ShouldBe("likes");
        (await theirs.Locator("select[name=lens]").InputValueAsync()).ShouldBe("publisher");
        (await theirs.InnerTextAsync("h1")).ShouldBe(await mine.InnerTextAsync("h1"));
        (await theirs.Locator(".chart-wide").InnerHTMLAsync()).ShouldBe(await mine.Locator(".chart-wide").InnerHTMLAsync());
        (await theirs.Locator("meta[property='og:image']").GetAttributeAsync("content"))!.ShouldContain("highlight=");
        await mine.GoBackAsync();
        await mine.GoBackAsync();
        await mine.GoBackAsync();
        await mine.Locator("select[name=measure] option[value=downloads30d][selected]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        (await mine.InnerTextAsync("h1")).ShouldBe(before);
    }

    /// <summary>On every page of series over time: the sentence of the figure, what changed, and whether the order survives.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_page_of_series_says_whether_its_finding_is_robust(string code)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { JavaScriptEnabled = false });
        foreach (var path in new[] { "/share?by=country", "/share?by=lab", "/race?keys=qwen,llama", "/derivatives?measure=downloads30d", "/charts/families", "/charts/labs" })
        {
            await page.GotoAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}lang={code}");

            (await page.Locator("h1").InnerTextAsync()).ShouldNotBeEmpty(path);
            (await page.Locator(".finding .badge").CountAsync()).ShouldBe(1, path);
            (await page.Locator("#robust tbody tr").CountAsync()).ShouldBeGreaterThan(2, path);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task An_analyst_asks_all_of_it_by_keyboard_alone(string code)
    {
        var language = Language.Find(code)!;
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        await page.GotoAsync($"/?lang={code}");

        await FollowAsync(page, "header nav a[href^='/share']");
        await TabToAsync(page, "select[name=by]");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.WaitForURLAsync("**by=country**");
        await page.Locator("main:not([aria-busy]) select[name=by] option[value=country][selected]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        (await page.InnerTextAsync("h1")).ShouldContain(NumberText.Percent(await LastAsync(site, "/api/v1/share?by=country&measure=downloads30d", "CN"), language));

        await FollowAsync(page, "header nav a[href^='/race']");
        (await page.InnerTextAsync("p#crossing")).ShouldContain("Qwen");

        await FollowAsync(page, "header nav a[href^='/leaderboards']");
        await FollowAsync(page, ".chips a[href*='atLeast=4']");
        (await page.Locator("#weeks tr.reaches").CountAsync()).ShouldBeGreaterThan(0);

        var theirs = await browser.OpenAsync(site);
        await theirs.GotoAsync(page.Url);
        (await theirs.Locator(".chart-wide").InnerHTMLAsync()).ShouldBe(await page.Locator(".chart-wide").InnerHTMLAsync());
    }

    /// <summary>Presses Tab until the element has the focus, as a reader without a mouse does.</summary>
    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var i = 0; i < 200; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) return;
        }

        Assert.Fail($"{selector} cannot be reached with the Tab key on {page.Url}.");
    }

    private static async Task FollowAsync(IPage page, string selector)
    {
        await TabToAsync(page, selector);
        var address = await page.EvaluateAsync<string>("document.activeElement.href");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(address);
        await page.Locator("main:not([aria-busy]) h1").WaitForAsync();
    }

    private static async Task<decimal> LastAsync(TestSite site, string address, string key)
    {
        var answer = await site.Client.GetFromJsonAsync<JsonObject>(address);
        return answer!["series"]!.AsArray().Single(series => series!["key"]!.GetValue<string>() == key)!["points"]!.AsArray()[^1]!["share"]!.GetValue<decimal>();
    }
}
