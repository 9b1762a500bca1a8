using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;
using ModelTrends.Tests.Trends;
using ModelTrends.Trends;
using ModelTrends.Platform.Pipeline;

namespace ModelTrends.Tests.Pages;

/// <summary>Names come from strangers: markup, marks that turn the reading direction, emoji, three hundred letters. A real browser shows them and nothing happens.</summary>
public sealed class HostileNamesTests(TestDatabase database, Browser browser) : IClassFixture<TestDatabase>
{
    private const string Markup = "evil/<img src=x onerror=alert(1)><script>alert(2)</script>";
    private const string Turned = "evil/\u202Egpj.exe\u202C\u200F\u061C-right-to-left";
    private const string Emoji = "evil/🤖🏳️‍🌈👩‍👩‍👧‍👦-emoji";
    private static readonly string Long = "evil/" + new string('W', 300);
    private static readonly string Quoted = "evil/\"onmouseover=alert(3) x='&amp;{{7*7}}${7*7}";
    private static readonly DateOnly First = new(2026, 3, 2);

    [Fact]
    public async Task Hostile_names_do_no_harm_on_any_page_that_shows_models()
    {
        await using var site = await TestSite.StartAsync(database);
        await SeedAsync(site);
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        var findings = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            findings.Add($"A script ran: {dialog.Message}");
            await dialog.AcceptAsync();
        };
        page.PageError += (_, error) => findings.Add(error);

        string[] paths =
        [
            "/", "/leaderboards", "/leaderboards?interval=day", "/race?by=model", "/adoption", "/releases", "/share", "/unknown", "/race?by=model&align=release", "/charts/lineage", "/search?q=evil", "/search?q=" + Uri.EscapeDataString("<script>alert(4)</script>"),
            .. new[] { Markup, Turned, Emoji, Long, Quoted }.Select(name => "/models/evil/" + Uri.EscapeDataString(name["evil/".Length..])),
        ];
        foreach (var path in paths)
        {
            await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            if (await page.Locator("main img[src=x], main script:not([src^='/js/'])").CountAsync() > 0) findings.Add($"{path}: markup of a name became markup of the page");
            var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > 360) findings.Add($"{path}: {width} px wide");
            findings.AddRange((await Axe.FindAsync(page)).Select(found => $"{path}: {found}"));
        }

        findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tooltip_shows_a_hostile_name_as_letters()
    {
        await using var site = await TestSite.StartAsync(database);
        await SeedAsync(site);
        var page = await browser.OpenAsync(site);
        var scripts = 0;
        page.Dialog += async (_, dialog) =>
        {
            scripts++;
            await dialog.AcceptAsync();
        };

        await page.GotoAsync("/race?by=model");
        await page.Locator(".chart-picture.is-live").FocusAsync();
        await page.Keyboard.PressAsync("End");

        (await page.Locator(".chart-said").TextContentAsync())!.ShouldContain("<img src=x");
        (await page.Locator("img[src=x]").CountAsync()).ShouldBe(0);
        scripts.ShouldBe(0);
    }

    private async Task SeedAsync(TestSite site)
    {
        var seed = new Seed(database);
        if ((long)(await seed.ScalarAsync("select count(*) from model"))! > 0) return;
        var source = await seed.SourceAsync("hub");
        var names = new[] { Markup, Turned, Emoji, Long, Quoted };
        await seed.ModelsAsync([.. names.Select((name, i) => new Seed.SeenModel(i + 1, name, i % 2 == 0 ? "CN" : "US", Created: First))]);
        for (var day = 0; day < 40; day++)
            await seed.SetAsync(source, First.AddDays(day), [.. names.Select((_, i) => new Seed.Seen(i + 1, 1000 + (i * 100), 1000 * (day + 1) * (i + 1), 5 + i, i + 1))]);
        await Seed.DeriveAsync(site, source, First, First.AddDays(39));
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetServices<IAfterObservation>().OfType<RefreshPopularModels>().Single().RunAsync(new ObservationChange(source, First, First), CancellationToken.None);
    }
}
