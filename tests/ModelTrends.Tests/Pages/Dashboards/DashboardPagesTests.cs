using System.Net;
using Microsoft.Playwright;
using ModelTrends.Pages.Dashboards;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages.Dashboards;

/// <summary>Every dashboard in a real browser: nothing for axe to find, nothing wider than a phone, nothing lost without JavaScript.</summary>
public sealed class DashboardPagesTests(SampleSite sample, Browser browser) : IClassFixture<SampleSite>
{
    private static readonly string[] Paths = [.. Dashboard.All.Select(dashboard => dashboard.Path), "/data", "/search?q=deepseak", "/charts/share", "/charts/lineage", "/race?by=generation&keys=Qwen3,DeepSeek-R1&align=release", "/share?view=table", "/share?pin=2026-05-01&view=line", "/subscriptions", "/about"];

    [Theory]
    [InlineData("hi", "light")]
    [InlineData("zh", "dark")]
    public async Task Axe_finds_nothing_on_any_dashboard(string language, string theme)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        var findings = new List<string>();
        foreach (var path in Paths)
        {
            await page.GotoAsync(With(path, $"lang={language}&theme={theme}"));

            findings.AddRange((await Axe.FindAsync(page)).Select(found => $"{path}: {found}"));
        }

        findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task No_page_is_wider_than_a_phone_and_no_text_runs_out_of_its_control(string language)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, JavaScriptEnabled = true });
        var findings = new List<string>();
        foreach (var path in Paths.Append("/").Append("/labs/alibaba").Append("/models/Qwen/Qwen3.6-27B").Append("/status").Append("/method"))
        {
            await page.GotoAsync(With(path, $"lang={language}"));
            var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > 360)
                findings.Add($"{path}: {width} px; {await page.EvaluateAsync<string>("[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 361 && !e.closest('.scroll, svg, figure')).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')")}");
            var cut = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('button, .chips a, nav a, .badge')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== 'inline').map(e => e.outerHTML.slice(0, 120))");
            findings.AddRange(cut.Select(html => $"{path}: {html}"));
        }

        findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/share?from=2026-06-01&to=2026-01-01", "from")]
    [InlineData("/share?by=lab&keys=nobody-at-all", "keys")]
    [InlineData("/race?keys=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "keys")]
    [InlineData("/leaderboards?country=Atlantis&top=5", "country")]
    [InlineData("/leaderboards?top=5&atLeast=9", "atLeast")]
    [InlineData("/flows?frob=1", "frob")]
    public async Task A_faulty_address_is_answered_with_what_is_wrong_and_what_is_good(string path, string parameter)
    {
        var site = sample.Site;
        using var reader = site.OpenReader();

        var answer = await reader.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        html.ShouldContain($"<code>{parameter}</code>");
        html.ShouldContain("<form");
        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("   at ModelTrends");
        // Either end of an inverted interval may be the wrong one: without both there is something to draw.
        if (parameter == "from") html.ShouldContain("<code>to</code>");
        if (parameter == "from") html.ShouldContain("id=\"numbers-table\"");
    }

    [Fact]
    public async Task Five_hundred_keys_are_refused_by_name()
    {
        var site = sample.Site;
        using var reader = site.OpenReader();

        var answer = await reader.GetAsync("/race?keys=" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"k{i}")));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("<code>keys</code>");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_page_with_its_chart_weighs_less_than_half_a_megabyte(string language)
    {
        var site = sample.Site;
        var page = await browser.OpenAsync(site);
        await page.GotoAsync($"/share?lang={language}", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        var bytes = await page.EvaluateAsync<long>("performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((sum, entry) => sum + entry.transferSize, 0)");

        bytes.ShouldBeInRange(10_000, 500_000);
    }

    private static string With(string path, string more) => path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + more;
}
