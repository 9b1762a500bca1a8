using System.CommandLine;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using ModelTrends.Charts.Drawing;
using ModelTrends.Charts.Figures;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Benchmarks;

/// <summary>PNG 1200 x 675 of a share chart with seven series over a year: time alone, pictures a second on all cores, memory.</summary>
internal static class ChartsBenchmark
{
    public static Command Create()
    {
        var count = new Option<int>("--pictures") { Description = "Pictures of the sustained run.", DefaultValueFactory = _ => 300 };
        var command = new Command("charts", "Draws pictures: median, p95, pictures a second, memory.") { count };
        command.SetAction(async (parsed, cancellationToken) => await RunAsync(parsed.GetValue(count), cancellationToken));
        return command;
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

        times.Sort();
        Console.WriteLine($"one at a time: median {times[30]:0} ms, p95 {times[56]:0} ms");
        var before = Process.GetCurrentProcess().WorkingSet64 >> 20;
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (i, stop) => await DrawAsync(press, measure, i, stop));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine($"sustained: {count} pictures, {count / seconds:0.0} a second; memory {before} MB before, {Process.GetCurrentProcess().WorkingSet64 >> 20} MB after; engines made {press.EnginesMade}");
    }

    private static Task<byte[]> DrawAsync(ChartPress press, TextMeasure measure, int seed, CancellationToken cancellationToken)
    {
        var frame = new Frame(1200, 675, Theme.Light, Language.English, measure).WithCaption($"A title that states finding number {seed} in so many words", "A subtitle with the definition", ["Source: the benchmark", "data through 22 Nov 2026"]);
        var names = new[] { "China", "Europe", "Rest of the world", "International", "Individuals", "Unknown", "United States" };
        var first = new DateOnly(2025, 11, 24);
        var traces = names.Select((name, k) => new ModelTrends.Charts.Figures.Trace(name, name, Theme.Light.Shade("china", k), name == "Unknown",
            [.. Enumerable.Range(0, 53).Select(i => new TracePoint(first.AddDays(7 * i), 1.0 / 7, "14.3 %", null, false))])).ToArray();
        return press.PngAsync(TimeFigure.Areas(frame, traces, "incomplete"), 1200, 675, 1, "benchmark", cancellationToken);
    }
}
