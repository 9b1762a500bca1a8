using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;

namespace ModelTrends.Benchmarks;

/// <summary>The whole Hub in memory: both attributions of every model, about half of them with bases.</summary>
internal static class LineageBenchmark
{
    public static Command Create()
    {
        var size = new Option<int>("--models") { DefaultValueFactory = _ => 3_100_000 };
        var command = new Command("lineage", "Roots and both attributions of a generated Hub.") { size };
        command.SetAction(parsed => Run(parsed.GetValue(size)));
        return command;
    }

    private static void Run(int size)
    {
        var random = new Random(1);
        string[] owners = ["Qwen", "meta-llama", "google", "unsloth", "bartowski", "mistralai", "someone", "TheBloke", "nobody", "lora-farm"];
        string[] names = ["Qwen3-8B", "Llama-3.1-8B", "gemma-3-4b-it", "Mistral-7B-v0.1", "tuned"];
        string NameOf(int i) => string.Create(CultureInfo.InvariantCulture, $"{owners[i % owners.Length]}/{names[i % names.Length]}-{i}");
        var models = new List<LineageModel>(size);
        for (var i = 0; i < size; i++)
        {
            string[] bases = i < 100 || random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, random.Next(20) == 0 ? 3 : 1).Select(_ => NameOf(random.Next(5) == 0 ? random.Next(size) : random.Next(Math.Min(i, 5000))))];
            models.Add(new LineageModel(i + 1, i.ToString("x24", CultureInfo.InvariantCulture), NameOf(i), null, true, bases, []));
        }

        var clock = Stopwatch.StartNew();
        var graph = LineageGraph.Build(models);
        Console.WriteLine($"graph of {size:n0} models: {clock.Elapsed.TotalSeconds:0.0} s");
        var parts = 0L;
        for (var i = 0; i < size; i++)
            parts += ModelAttribution.Origin(graph, i, Registry.Load()).Count + ModelAttribution.Publishers(models[i], Registry.Load()).Count;
        Console.WriteLine($"{parts:n0} attributions: {clock.Elapsed.TotalSeconds:0.0} s in all, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:n0} MB");
    }
}
