using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ModelTrends.Platform.Hosting;

namespace ModelTrends.Benchmarks;

/// <summary>What a reader waits for, in a real Chromium on the simulated year: largest paint, layout shift, bytes, and how long a chart takes to draw.</summary>
internal static class PagesBenchmark
{
    private static readonly string[] Paths =
    [
        "/", "/share", "/share?by=country&interval=week&view=line", "/race", "/leaderboards?top=5&country=CN&atLeast=4", "/flows", "/derivatives", "/releases", "/concentration", "/adoption", "/definitions", "/labs", "/labs/alibaba", "/families/qwen", "/search?q=qwen", "/data",
    ];

    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    public static Command Create()
    {
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Data folder to use and to leave, so that the year is written once." };
        var command = new Command("pages", "Paint, shift and weight of every dashboard on a year of 20,000 models.") { keep };
        command.SetAction(async (parsed, token) =>
        {
            var kept = parsed.GetValue(keep);
            var folder = kept ?? Directory.CreateTempSubdirectory("mt-bench-");
            try
            {
                await RunAsync(folder, isWritten: kept is not null && kept.Exists && kept.EnumerateFileSystemInfos().Any(), token);
            }
            finally
            {
                if (kept is null) folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static async Task RunAsync(DirectoryInfo folder, bool isWritten, CancellationToken cancellationToken)
    {
        await using var instance = await AppHost.CreateAsync(Roles.Web, configure: builder =>
        {
            builder.Configuration["ModelTrends:DataFolder"] = folder.FullName;
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Warning";
            builder.Configuration["Hub:PollOnStart"] = "false";
            builder.Configuration["Site:ReadAhead"] = "false";
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }, cancellationToken: cancellationToken);
        if (!isWritten)
        {
            var started = Stopwatch.GetTimestamp();
            await instance.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
            await SimulatedYear.WriteAsync(instance.Services, cancellationToken);
            Console.WriteLine($"{SimulatedYear.Days} days of {SimulatedYear.Models:n0} models written and derived in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        }

        await instance.App.StartAsync(cancellationToken);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Environment.GetEnvironmentVariable("MODELTRENDS_CHROMIUM") ?? "/usr/bin/chromium", Args = Arguments });
        foreach (var (name, width, height) in new[] { ("desktop", 1440, 900), ("phone", 360, 740) })
        {
            foreach (var path in Paths)
                await MeasureAsync(browser, instance.App.Urls.First(), path, name, width, height);
        }

        await DrawAsync(browser, instance.App.Urls.First());
        await instance.App.StopAsync(cancellationToken);
    }

    /// <summary>First visit (an empty cache of the browser, a warm one of the server), median of five.</summary>
    private static async Task MeasureAsync(IBrowser browser, string site, string path, string name, int width, int height)
    {
        var (paints, shifts, first) = (new List<double>(), new List<double>(), 0.0);
        var bytes = 0.0;
        for (var i = 0; i < 6; i++)
        {
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, Locale = "en-GB" });
            var page = await context.NewPageAsync();
            await page.AddInitScriptAsync(Observe);
            await page.GotoAsync(site + path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            await page.WaitForTimeoutAsync(300);
            var paint = await page.EvaluateAsync<double>("window.seen.paint");
            if (i == 0)
            {
                first = paint;
                continue;
            }

            paints.Add(paint);
            shifts.Add(await page.EvaluateAsync<double>("window.seen.shift"));
            bytes = await page.EvaluateAsync<double>("performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((sum, entry) => sum + entry.transferSize, 0)");
        }

        paints.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {path}: largest paint {paints[paints.Count / 2]:0} ms (first ever {first:0}), shift {shifts.Max():0.000}, {bytes / 1000:0} kB"));
    }

    /// <summary>Ten series of 730 days in the page's own ECharts, from the option to the painted picture.</summary>
    private static async Task DrawAsync(IBrowser browser, string site)
    {
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        await page.GotoAsync(site + "/share?by=lab&relative=true&view=line", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        var times = await page.EvaluateAsync<double[]>(Draw);
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a chart of 10 series x 730 days in the browser: median {times[times.Length / 2]:0} ms, longest {times[^1]:0} ms"));
    }

    private const string Observe = """
        window.seen = { paint: 0, shift: 0 };
        new PerformanceObserver(list => list.getEntries().forEach(entry => { window.seen.paint = entry.startTime; })).observe({ type: 'largest-contentful-paint', buffered: true });
        new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) window.seen.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true });
        """;

    private const string Draw = """
        async () => {
          const figure = document.querySelector('.chart-picture');
          const option = await (await fetch(figure.dataset.option + '&width=1200&height=675')).json();
          const start = Date.UTC(2024, 10, 23), day = 86400000;
          const base = option.series.find(series => series.type === 'line');
          option.series = Array.from({ length: 10 }, (_, k) => ({ ...base, name: 'series ' + k, data: Array.from({ length: 730 }, (_, i) => ({ value: [start + i * day, 0.05 + k / 20 + Math.sin(i / 9 + k) / 50], text: 'x', symbol: 'none' })) }));
          option.xAxis.min = start; option.xAxis.max = start + 729 * day;
          const times = [];
          for (let i = 0; i < 15; i++) {
            const box = document.createElement('div');
            box.style.cssText = 'width:1200px;height:675px';
            document.body.prepend(box);
            const began = performance.now();
            const chart = echarts.init(box, null, { renderer: 'svg' });
            chart.setOption(modelTrendsCharts.revive(option));
            box.getBoundingClientRect();
            await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            times.push(performance.now() - began);
            chart.dispose(); box.remove();
          }
          return times;
        }
        """;
}
