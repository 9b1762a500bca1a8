using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ModelTrends.Charts;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Charts;

/// <summary>A journalist takes a chart into an article.</summary>
public sealed class ChartDialogTests(SampleDatabase sample, Browser browser) : IClassFixture<SampleDatabase>
{
    private static readonly string[] Clipboard = ["clipboard-read", "clipboard-write"];

    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task A_journalist_takes_everything_by_keyboard_alone(string code)
    {
        var texts = ChartTexts.Of(Language.Find(code)!);
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { Permissions = Clipboard });
        await page.GotoAsync($"/charts/share?population=all&lang={code}");
        await page.Keyboard.PressAsync("d");
        await page.Locator("dialog.take-dialog[open]").WaitForAsync();
        await KeepAsync(page, $"dialog-{code}");
        (await Axe.FindAsync(page)).ShouldBeEmpty();

        foreach (var (field, begin) in new[] { ("link", "http"), ("embed", "<iframe "), ("cite", "ModelTrends ("), ("bibtex", "@misc{"), ("csl", "{"), ("python", "import pandas"), ("r", "data <- read.csv"), ("excel", "let"), ("sheets", "=IMPORTDATA") })
        {
            await page.Locator($"dialog [data-copy=take-{field}]").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator(".take-status")).ToHaveTextAsync(texts.Format("take.copied", await page.Locator($"dialog [data-copy=take-{field}]").GetAttributeAsync("data-name")));
            (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldStartWith(begin, Case.Sensitive, field);
        }

        await page.Locator("dialog [data-picture]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".take-status")).ToHaveTextAsync(texts.Format("take.copied", texts["take.pictures"]));
        (await page.EvaluateAsync<string>("navigator.clipboard.read().then(items => items[0].types.join())")).ShouldBe("image/png");

        await page.Locator("dialog .take-freeze button").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#take-embed-frozen")).ToHaveValueAsync(new Regex("/embed/frozen/[0-9a-f]{20}", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Locator("dialog [data-copy=take-embed-frozen]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".take-status")).ToHaveTextAsync(texts.Format("take.copied", texts["take.embedFrozen"]));
        (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldContain("/embed/frozen/");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("dialog.take-dialog[open]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Every_file_of_the_dialog_can_be_downloaded()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site);
        await page.GotoAsync("/charts/labs?population=all&scale=log&theme=dark");
        await page.Locator(".take-open").ClickAsync();
        var files = await page.Locator(".take-files a").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        files.Length.ShouldBe(13);
        foreach (var file in files)
        {
            using var answer = await site.Client.GetAsync(new Uri(file));
            ((int)answer.StatusCode).ShouldBe(200, file);
            file.ShouldContain("theme=dark");
        }
    }

    [Fact]
    public async Task Without_JavaScript_all_of_it_is_links_and_fields_of_plain_text_and_the_form_freezes()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { JavaScriptEnabled = false });
        await page.GotoAsync("/charts/share?population=all&lang=hi");
        await page.Locator("details.take summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#take-bibtex").InputValueAsync()).ShouldStartWith("@misc{");
        (await page.Locator("#take-embed").InputValueAsync()).ShouldContain("/embed/share?population=all&amp;lang=hi");
        (await page.Locator(".take-files a").CountAsync()).ShouldBe(13);
        (await page.Locator(".take button:visible").CountAsync()).ShouldBe(1);

        await page.Locator(".take-freeze button").ClickAsync();
        await page.WaitForURLAsync("**/frozen/*lang=hi");
        await page.Locator("details.take summary").ClickAsync();
        (await page.Locator("#take-embed").InputValueAsync()).ShouldContain("/embed/frozen/");
        (await page.Locator("figure.chart .chart-wide svg").CountAsync()).ShouldBe(1);
        await KeepAsync(page, "frozen-no-script");
    }

    [Fact]
    public async Task An_embed_is_readable_on_a_phone_live_and_frozen()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        using var freeze = await site.Client.PostAsync("/charts/share/freeze?population=all", null);
        var frozen = freeze.Headers.Location!.OriginalString;
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 640 } });
        foreach (var path in new[] { "/embed/share?population=all", "/embed" + frozen })
        {
            await page.GotoAsync(path);
            var smallest = await page.Locator("svg:visible text").EvaluateAllAsync<double>("texts => Math.min(...texts.map(text => text.getBoundingClientRect().height))");
            smallest.ShouldBeGreaterThan(8, path);
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 360")).ShouldBeTrue(path);
            await KeepAsync(page, "embed" + path.Length);
        }

        await page.GotoAsync(frozen);
        await KeepAsync(page, "frozen-phone");
    }

    /// <summary>A look at what was tested, where <c>MODELTRENDS_PICTURES</c> names a folder.</summary>
    private static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("MODELTRENDS_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}
