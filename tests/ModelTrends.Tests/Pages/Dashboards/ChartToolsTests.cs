using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages.Dashboards;

/// <summary>What a hand and a keyboard do on a chart, in a real browser, on two years of real days.</summary>
public sealed partial class ChartToolsTests(SampleSite sample, Browser browser) : IClassFixture<SampleSite>
{
    private const string Years = "/share?source=archive:embedding-models-2024-2026&population=all&interval=week&view=line";

    [Fact]
    public async Task A_click_holds_a_day_and_its_values_are_read_out_for_everybody_who_gets_the_link()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, Years);
        var box = (await page.Locator(".chart-live").BoundingBoxAsync())!;

        await page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + 120);
        await page.WaitForURLAsync(Pin());

        var values = await page.Locator("main:not([aria-busy]) #pinned tbody tr").AllInnerTextsAsync();
        values.Count.ShouldBeGreaterThan(4);
        var plain = await browser.OpenAsync(site, new BrowserNewContextOptions { JavaScriptEnabled = false });
        await plain.GotoAsync(page.Url);
        (await plain.Locator("#pinned tbody tr").AllInnerTextsAsync()).ShouldBe(values);
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForURLAsync(url => !url.Contains("pin=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_drag_over_the_chart_shows_these_days_and_the_way_back_leads_to_all()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, Years);
        var box = (await page.Locator(".chart-live").BoundingBoxAsync())!;

        await page.Mouse.MoveAsync(box.X + (box.Width * 0.3f), box.Y + 100);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.4f), box.Y + 110, new MouseMoveOptions { Steps = 4 });
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + 110, new MouseMoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
        await page.WaitForURLAsync("**from=**to=**");
        await page.Locator("main:not([aria-busy]) .range").WaitForAsync();
        var (from, to) = (await page.Locator(".range").GetAttributeAsync("data-from"), await page.Locator(".range").GetAttributeAsync("data-to"));

        string.CompareOrdinal(from, "2024-05-08").ShouldBeGreaterThan(0);
        string.CompareOrdinal(to, "2026-05-07").ShouldBeLessThan(0);
        await page.GoBackAsync();
        await page.Locator(".range[data-from='2024-05-08']").WaitForAsync();
        await page.GoForwardAsync();
        await page.Locator($".range[data-from='{from}']").WaitForAsync();
        await page.Keyboard.PressAsync("0");
        await page.Locator(".range[data-from='2024-05-08']").WaitForAsync();
    }

    [Fact]
    public async Task The_strip_below_the_chart_is_moved_with_arrow_keys()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, Years);
        var handle = page.Locator(".range-handle[data-end=from]");

        await handle.FocusAsync();
        await page.Keyboard.PressAsync("PageUp");
        await page.Keyboard.PressAsync("ArrowRight");
        (await handle.GetAttributeAsync("aria-valuetext")).ShouldBe("14 Jun 2024");
        await page.WaitForURLAsync("**from=2024-06-14");
        await page.Locator("main:not([aria-busy]) .range[data-from='2024-06-14']").WaitForAsync();

        (await page.EvaluateAsync<string>("document.activeElement.dataset.end")).ShouldBe("from");
    }

    [Fact]
    public async Task The_chart_is_read_day_by_day_with_the_arrow_keys_alone()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, Years);

        await page.Locator(".chart-picture").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowLeft");
        var said = await page.Locator(".chart-said").TextContentAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(Pin());

        said!.ShouldStartWith("27 Apr 2026: ");
        said.ShouldContain("United States 62.4 %");
        page.Url.ShouldContain("pin=2026-04-27");
    }

    [Fact]
    public async Task The_tooltip_tells_every_value_and_why_a_point_is_not_sound()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, Years);

        await page.Locator(".chart-picture").FocusAsync();
        foreach (var key in new[] { "End", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft" }) await page.Keyboard.PressAsync(key);

        var tooltip = page.Locator(".chart-live div").Filter(new LocatorFilterOptions { HasText = "6 Apr 2026" }).Last;
        await tooltip.WaitForAsync();
        var text = await page.Locator(".chart-live").InnerTextAsync();
        text.ShouldContain("the set of models changed");
        foreach (var name in new[] { "United States", "Individuals", "Europe", "China", "Unknown" }) text.ShouldContain(name);
    }

    [Fact]
    public async Task Keys_choose_period_values_and_view_and_can_be_switched_off()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, "/share");

        await page.Keyboard.PressAsync("W");
        await page.WaitForURLAsync("**interval=week**");
        await page.Locator("main:not([aria-busy])").WaitForAsync();
        await page.Keyboard.PressAsync("t");
        await page.WaitForURLAsync("**view=table**");
        await page.Locator("main:not([aria-busy]) .chart-frame #numbers-table").WaitForAsync();
        (await page.Locator(".chart-picture").CountAsync()).ShouldBe(0);

        await page.Keyboard.PressAsync("?");
        await page.Locator("#shortcuts[open]").WaitForAsync();
        await page.Locator("#shortcuts-off").CheckAsync();
        await page.Locator("#shortcuts button").ClickAsync();
        await page.Locator("body").ClickAsync(new LocatorClickOptions { Position = new Position { X = 2, Y = 2 } });
        var address = page.Url;
        await page.Keyboard.PressAsync("l");
        await page.Keyboard.PressAsync("?");
        (await page.Locator("#shortcuts[open]").CountAsync()).ShouldBe(0);
        page.Url.ShouldBe(address);
    }

    [Fact]
    public async Task A_table_is_sorted_by_a_column_and_copied_as_spreadsheets_take_it()
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { Permissions = ["clipboard-read", "clipboard-write"] });
        await page.GotoAsync(Years);

        await page.Locator("#numbers-table th button").Nth(1).ClickAsync();
        var shares = await page.Locator("#numbers-table tbody tr td:nth-child(2)").EvaluateAllAsync<double[]>("cells => cells.map(cell => Number(cell.dataset.value))");
        await page.Locator("[data-copy-table]").ClickAsync();
        await page.Locator("[data-copy-table][data-done]").WaitForAsync();
        var copied = (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).Split('\n');

        shares.ShouldBe(shares.OrderDescending());
        (await page.Locator("#numbers-table th[aria-sort=descending]").CountAsync()).ShouldBe(1);
        copied.Length.ShouldBe(shares.Length + 1);
        copied[0].Split('\t').Length.ShouldBe(copied[1].Split('\t').Length);
        copied[1].ShouldMatch(@"^\d{4}-\d\d-\d\d\t0?\.?\d+");
    }

    [Fact]
    public async Task A_chart_fills_the_screen_and_one_series_stands_out_under_the_pointer()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, Years);

        await page.Locator(".legend a").First.HoverAsync();
        await page.WaitForFunctionAsync("document.querySelector('.chart-picture').chart.getOption().series.filter(series => series.lineStyle && series.lineStyle.opacity === 0.15).length >= 4");
        await page.Keyboard.PressAsync("f");
        await page.WaitForFunctionAsync("document.fullscreenElement && document.fullscreenElement.classList.contains('chart-frame')");
    }

    [Fact]
    public async Task Series_are_chosen_from_boxes_and_belong_to_their_dimension()
    {
        var site = sample.Site;
        var page = await OpenAsync(site, "/race?lang=en");

        await page.Locator(".chart-series summary").ClickAsync();
        await page.Locator("input[name=keys][value=deepseek]").CheckAsync();
        await page.Locator("form.chart-controls button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync("**keys=qwen,deepseek,llama**".Replace("qwen,deepseek,llama", "*deepseek*", StringComparison.Ordinal));
        await page.Locator("main:not([aria-busy]) .legend a[data-series=DeepSeek]").WaitForAsync();
        await page.Locator("select[name=by]").SelectOptionAsync("lab");
        await page.WaitForURLAsync("**by=lab**");
        await page.Locator("main:not([aria-busy]) .legend a[data-series=Alibaba]").WaitForAsync();

        (await page.Locator(".problem").CountAsync()).ShouldBe(0);
    }

    private async Task<IPage> OpenAsync(TestSite site, string path)
    {
        var page = await browser.OpenAsync(site);
        await page.GotoAsync(path);
        await page.Locator(".chart-picture.is-live").WaitForAsync();
        return page;
    }

    [GeneratedRegex(@"pin=\d{4}-\d\d-\d\d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pin();
}
