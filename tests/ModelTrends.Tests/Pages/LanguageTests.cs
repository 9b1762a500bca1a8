using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ModelTrends.Pages;
using ModelTrends.Pages.Dashboards;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages;

/// <summary>The reader's language: from the address, else from the browser; told to search engines; and roomy enough for every word.</summary>
public sealed partial class LanguageTests(SampleSite sample, Browser browser) : IClassFixture<SampleSite>
{
    private static readonly string[] Paths = [.. Dashboard.All.Select(dashboard => dashboard.Path), "/", "/data", "/labs", "/labs/alibaba", "/families", "/families/qwen", "/models/Qwen/Qwen3.6-27B", "/search?q=qwen", "/subscriptions", "/digests", "/unknown", "/status", "/about", "/charts/share", "/share?view=table", "/race?by=model&align=release"];

    [Theory]
    [InlineData("hi-IN,hi;q=0.9,en;q=0.5", "hi")]
    [InlineData("zh-CN,zh;q=0.9", "zh-Hans")]
    [InlineData("fr-FR,de;q=0.8", "en")]
    [InlineData("fr;q=0.9,zh;q=0.8,en;q=0.7", "zh-Hans")]
    public async Task A_page_speaks_what_the_browser_asks_for(string accepted, string expected)
    {
        var site = sample.Site;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/about");
        request.Headers.AcceptLanguage.ParseAdd(accepted);

        var answer = await site.Client.SendAsync(request);

        (await answer.Content.ReadAsStringAsync()).ShouldContain($"<html lang=\"{expected}\"");
        answer.Content.Headers.ContentLanguage.Single().ShouldStartWith(expected[..2]);
        answer.Headers.Vary.ShouldContain(name => name == "Accept-Language");
    }

    [Fact]
    public async Task The_address_goes_before_the_browser_and_links_keep_its_language()
    {
        var site = sample.Site;
        using var reader = site.OpenReader();
        reader.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh"));

        var html = await reader.GetStringAsync("/share?lang=en");

        html.ShouldContain("<html lang=\"en\"");
        LinkOfState().Matches(html).Select(match => match.Groups[1].Value).Where(address => !address.Contains("lang=en", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hi", "अगस्त 2024 से अगस्त 2025")]
    [InlineData("zh", "2024 年 8 月至 2025 年 8 月")]
    public async Task Published_claims_are_said_in_the_readers_language(string language, string window)
    {
        var site = sample.Site;

        var html = System.Net.WebUtility.HtmlDecode(await site.Client.GetStringAsync("/definitions?lang=" + language));

        html.ShouldContain(window);
        html.ShouldNotContain("August 2024");
        html.ShouldNotContain("downloadsAllTime,");
    }

    [Fact]
    public async Task Every_page_names_its_other_languages_by_full_addresses()
    {
        var site = sample.Site;

        var html = await site.Client.GetStringAsync("/race?keys=qwen,llama&lang=hi");

        foreach (var language in Language.All)
            html.ShouldMatch($"<link rel=\"alternate\" hreflang=\"{language.HtmlLang}\" href=\"{Regex.Escape(site.Address.ToString())}race\\?keys=qwen(,|%2C)llama&amp;lang={language.Code}\">");
        html.ShouldContain("hreflang=\"x-default\"");
    }

    /// <summary>At three widths: a text that is wider than what holds it, or cut off by it.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task No_text_is_wider_than_its_control(string language)
    {
        var site = sample.Site;
        var findings = new List<string>();
        foreach (var (width, height) in new[] { (360, 740), (768, 1024), (1440, 900) })
        {
            var page = await browser.OpenAsync(site, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
            foreach (var path in Paths)
            {
                await page.GotoAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language);
                findings.AddRange((await page.EvaluateAsync<string[]>(Overflowing)).Select(found => $"{path} at {width}: {found}"));
            }
        }

        findings.ShouldBeEmpty();
    }

    /// <summary>Controls by their own boxes, selects by the width of the chosen words, and words of drawn charts by the sheet.</summary>
    private const string Overflowing = """
        () => {
          const found = [];
          const shown = element => element.getClientRects().length > 0;
          const show = element => element.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
          document.querySelectorAll('details').forEach(details => { details.open = true; });
          if (document.documentElement.scrollWidth > innerWidth) found.push('the page is ' + document.documentElement.scrollWidth + ' px wide');
          document.querySelectorAll('button, .button, .chips a, nav a, .badge, .tool-group a, .legend a, summary, label, dt, dd, th, legend, .site-footer a').forEach(element => {
            if (!shown(element) || element.closest('.visually-hidden')) return;
            const style = getComputedStyle(element);
            if (style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) found.push(show(element));
            const box = element.getBoundingClientRect();
            if (!element.closest('.scroll') && (box.right > innerWidth + 1 || box.left < -1)) found.push('outside: ' + show(element));
          });
          const pen = document.createElement('canvas').getContext('2d');
          document.querySelectorAll('select').forEach(select => {
            if (!shown(select)) return;
            const style = getComputedStyle(select);
            pen.font = style.fontWeight + ' ' + style.fontSize + ' ' + style.fontFamily;
            const words = select.selectedOptions[0] ? select.selectedOptions[0].textContent.trim() : '';
            const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
            if (pen.measureText(words).width > room + 1) found.push('select ' + select.name + ' cuts: ' + words);
          });
          document.querySelectorAll('.chart-picture svg').forEach(svg => {
            if (!shown(svg)) return;
            const sheet = svg.getBoundingClientRect();
            svg.querySelectorAll('text').forEach(text => {
              const box = text.getBoundingClientRect();
              if (box.width > 0 && (box.right > sheet.right + 2 || box.left < sheet.left - 2)) found.push('chart: ' + text.textContent);
            });
          });
          return found.slice(0, 8);
        }
        """;

    [GeneratedRegex("<a href=\"(/share\\?[^\"]*)\" rel=\"nofollow\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkOfState();
}
