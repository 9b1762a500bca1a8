using System.Globalization;

namespace ModelTrends.HubSimulator;

/// <summary>A Hub out of a seed: few models carry most downloads, many derive from few, and each day brings some new ones.</summary>
public static class GeneratedHub
{
    public static readonly DateOnly FirstDay = new(2026, 11, 1);

    /// <summary>Repositories older than the Hub's own record of dates carry this one.</summary>
    private static readonly DateTimeOffset OldestDate = new(2022, 3, 2, 23, 29, 4, TimeSpan.Zero);

    private static readonly string[] Labs =
        ["Qwen", "deepseek-ai", "meta-llama", "google", "openai", "moonshotai", "mistralai", "microsoft", "nvidia", "zai-org", "MiniMaxAI", "tencent", "baidu", "ByteDance-Seed", "sentence-transformers", "BAAI"];
    private static readonly string[] Quantizers = ["unsloth", "bartowski", "lmstudio-community", "mradermacher", "TheBloke"];
    private static readonly string[] Lines = ["Base", "Instruct", "Chat", "Coder", "VL", "Math", "Embedding", "Guard", "Omni", "Thinking"];
    private static readonly string[] Tags =
        ["text-generation", "text-generation", "text-generation", "text-generation", "image-text-to-text", "text-to-image", "feature-extraction", "sentence-similarity", "text-classification", "automatic-speech-recognition", "any-to-any"];
    private static readonly string[] Relations = ["finetune", "quantized", "adapter", "merge"];

    public static SimulatedHub Create(SimulatorOptions options)
    {
        var random = new Random(options.Seed);
        var models = new List<SimulatedModel>(options.Models);
        // The last three in a hundred appear in the sixty days after the first.
        var opening = new DateTimeOffset(FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var early = options.Models * 97 / 100;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < options.Models; i++)
        {
            var created = i < options.Models / 50
                ? OldestDate
                : i < early ? OldestDate + (opening - OldestDate) * (i / (double)early) : opening + TimeSpan.FromDays(60 * (i - early) / (double)Math.Max(1, options.Models - early));
            models.Add(Create(random, models, names, i, new DateTimeOffset(created.Ticks - created.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero)));
        }

        return new SimulatedHub(models, options, FirstDay, new GeneratedCounters(options.Faults).Of);
    }

    private static SimulatedModel Create(Random random, List<SimulatedModel> earlier, HashSet<string> names, int i, DateTimeOffset created)
    {
        var kind = random.NextDouble();
        // Original of a lab, quantization, or something by one of many persons.
        var bases = kind < 0.12 || earlier.Count < 50 ? [] : Bases(random, earlier, kind < 0.3 ? 1 : random.Next(12) == 0 ? 2 : random.Next(2));
        var relation = bases.Count == 0 ? null : kind < 0.3 ? "quantized" : bases.Count > 1 ? "merge" : Relations[random.Next(3)];
        var owner = bases.Count == 0 && (kind < 0.12 || i < 50) ? Labs[random.Next(Labs.Length)]
            : kind < 0.3 ? Quantizers[random.Next(Quantizers.Length)]
            : "user-" + random.Next(1 + i / 4).ToString(CultureInfo.InvariantCulture);
        var stem = bases.Count > 0 ? bases[0].Name[(bases[0].Name.IndexOf('/', StringComparison.Ordinal) + 1)..] : $"{owner.Split('-')[0]}{1 + random.Next(4)}.{random.Next(6)}-{1 << random.Next(9)}B-{Lines[random.Next(Lines.Length)]}";
        stem = stem.Length > 60 ? stem[..60] : stem;
        var name = $"{owner}/{stem}{(relation is "quantized" ? "-GGUF" : relation is null ? "" : "-" + relation)}";
        if (!names.Add(name))
            names.Add(name += "-" + i.ToString(CultureInfo.InvariantCulture));
        // A long tail: the median model sees one download a week, the first of a million sees millions a day.
        var pace = 0.05 * Math.Pow(1 / (random.NextDouble() + 1e-6), 1.15) * (owner.StartsWith("user-", StringComparison.Ordinal) ? 0.3 : 8);
        var age = Math.Max(1, (new DateTimeOffset(FirstDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) - created).TotalDays);
        var parameters = (long)(1e8 * Math.Pow(10, random.NextDouble() * 4));
        return new SimulatedModel
        {
            Id = $"{created.ToUnixTimeSeconds():x8}{random.Next(1 << 20):x6}{i:x10}",
            Name = name,
            CreatedAt = created,
            Pipeline = random.Next(20) == 0 ? null : Tags[random.Next(Tags.Length)],
            Library = random.Next(10) == 0 ? null : relation is "quantized" ? "gguf" : "transformers",
            Relation = relation,
            Bases = bases,
            Safetensors = relation is "quantized" or "adapter" || random.Next(5) == 0 ? null : parameters,
            Gguf = relation is "quantized" ? parameters : null,
            // A few are closed by the Hub: still listed, no downloads, the old all-time counter.
            Disabled = i % 997 == 500,
            Gate = random.Next(40) switch { 0 => "auto", 1 => "manual", _ => null },
            Pace = pace,
            StartDownloads = age <= 1 ? 0 : (long)(pace * age * (0.2 + random.NextDouble())) + (i == 7 ? 3_400_446_695 : 0),
            StartLikes = (int)(Math.Sqrt(pace) * 3 * random.NextDouble()),
            Luck = random.NextDouble(),
        };
    }

    private static List<SimulatedModel> Bases(Random random, List<SimulatedModel> earlier, int count)
    {
        var bases = new List<SimulatedModel>(count);
        while (bases.Count < count)
        {
            // The cube draws most derivatives to few bases.
            var candidate = earlier[(int)(earlier.Count * Math.Pow(random.NextDouble(), 3))];
            if (!bases.Contains(candidate))
                bases.Add(candidate);
        }

        return bases;
    }
}
