using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using ModelTrends.Charts.Drawing;
using ModelTrends.Charts.Figures;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Benchmarks;

/// <summary>PNG 1200 x 675 of charts with seven series over a year: time alone, pictures a second on all cores, memory.</summary>
internal static class ChartsBenchmark
{
    public static Command Create()
    {
        var count = new Option<int>("--pictures") { Description = "Pictures of the sustained run.", DefaultValueFactory = _ => 300 };
        var site = new Option<string?>("--site") { Description = "Address of a running site: its pictures are fetched as well, uncached and cached." };
        var command = new Command("charts", "Draws pictures: median, p95, pictures a second, memory.") { count, site };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(site) is { } address) await FetchAsync(new Uri(address), cancellationToken);
            await RunAsync(parsed.GetValue(count), cancellationToken);
        });
        return command;
    }

    /// <summary>Question, drawing and transport together, as a reader waits for them.</summary>
    private static async Task FetchAsync(Uri site, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = site };
        var (uncached, cached) = (new List<double>(), new List<double>());
        for (var i = 0; i < 60; i++)
        {
            // A height of its own makes each picture a new one.
            var address = $"/charts/share.png?population=all&width=1200&height={675 + i}";
            uncached.Add(await TimeAsync(address));
            cached.Add(await TimeAsync(address));
        }

        Print("over HTTP, uncached", uncached[5..]);
        Print("over HTTP, cached", cached[5..]);

        async Task<double> TimeAsync(string address)
        {
            var start = Stopwatch.GetTimestamp();
            await client.GetByteArrayAsync(address, cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static async Task RunAsync(int count, CancellationToken cancellationToken)
    {
        var measure = new TextMeasure();
        using var press = new ChartPress(Options.Create(new DrawingOptions { LongestQueue = 10_000, LongestWait = TimeSpan.FromMinutes(5) }), measure, TimeProvider.System);
        for (var i = 0; i < 5; i++) await DrawAsync(press, measure, i, cancellationToken);
        var times = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await DrawAsync(press, measure, i, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Print("one at a time", times);
        var (option, layout, raster) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < 40; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var drawn = Option(measure, i);
            option.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            var svg = await press.SvgAsync(drawn, 1200, 675, "benchmark", cancellationToken);
            layout.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await press.PngAsync(svg, 1, cancellationToken);
            raster.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Print("  of which option", option);
        Print("  of which SVG", layout);
        Print("  of which PNG", raster);
        await SustainAsync(press, measure, count, cancellationToken);
    }

    private static async Task SustainAsync(ChartPress press, TextMeasure measure, int count, CancellationToken cancellationToken)
    {
        using var self = Process.GetCurrentProcess();
        var (done, begun) = (0, Stopwatch.GetTimestamp());
        Report();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (i, stop) =>
        {
            await DrawAsync(press, measure, i, stop);
            if (Interlocked.Increment(ref done) % Math.Max(1, count / 10) == 0) Report();
        });

        void Report()
        {
            self.Refresh();
            Console.WriteLine($"after {done,6} pictures: {done / Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} a second; memory {self.WorkingSet64 >> 20} MB, of it managed {GC.GetTotalMemory(false) >> 20} MB; engines made {press.EnginesMade}");
        }
    }

    private static void Print(string what, List<double> times)
    {
        times.Sort();
        Console.WriteLine($"{what}: median {times[times.Count / 2]:0.0} ms, p95 {times[(int)(times.Count * 0.95)]:0.0} ms");
    }

    private static Task<byte[]> DrawAsync(ChartPress press, TextMeasure measure, int seed, CancellationToken cancellationToken) =>
        press.PngAsync(Option(measure, seed), 1200, 675, 1, "benchmark", cancellationToken: cancellationToken);

    /// <summary>No two alike: titles, languages, themes, areas and lines in turns, as readers ask for them.</summary>
    private static System.Text.Json.Nodes.JsonObject Option(TextMeasure measure, int seed)
    {
        var theme = Theme.Of(seed % 5 == 4 ? ThemeName.Dark : ThemeName.Light);
        var (language, title, names) = Texts[seed % 3];
        var frame = new Frame(1200, 675, theme, language, measure).WithCaption($"{title} {seed}", title, [title, "https://example.org/charts/share?interval=week"]);
        var first = new DateOnly(2025, 11, 24);
        var traces = names.Split(',').Select((name, k) => new ModelTrends.Charts.Figures.Trace(name, name, theme.Shade("china", k), k == 5,
            [.. Enumerable.Range(0, 53).Select(i => new TracePoint(first.AddDays(7 * i), (1.0 / 7) + (0.01 * Math.Sin((seed + i) * (k + 1))), $"{seed % 90}.{k} %", i == 20 ? "note" : null, false))])).ToArray();
        return seed % 2 == 0 ? TimeFigure.Areas(frame, traces, "incomplete") : TimeFigure.Lines(frame, traces, false, value => $"{value:0.00}", null);
    }

    private static readonly (Language Language, string Title, string Names)[] Texts =
    [
        (Language.English, "A title that states the finding in so many words, number", "China,Europe,Rest of the world,International,Individuals,Unknown,United States"),
        (Language.Hindi, "भाषा मॉडलों के नए डाउनलोड में चीनी लैब के मॉडलों की हिस्सेदारी", "चीन,यूरोप,शेष विश्व,अंतरराष्ट्रीय,व्यक्ति,अज्ञात,संयुक्त राज्य अमेरिका"),
        (Language.Chinese, "中国实验室的模型占语言模型新增下载量的份额", "中国,欧洲,世界其他地区,国际,个人,未知,美国"),
    ];
}
