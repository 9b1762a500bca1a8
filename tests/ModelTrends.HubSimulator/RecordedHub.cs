using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary>Real recorded days. The files know no <c>_id</c>; it is made of the second of creation, as the Hub's is, and the name.</summary>
public static class RecordedHub
{
    private static readonly DateTimeOffset OldestDate = new(2022, 3, 2, 23, 29, 4, TimeSpan.Zero);

    public static SimulatedHub Load(SimulatorOptions options)
    {
        var models = new Dictionary<string, SimulatedModel>(StringComparer.Ordinal);
        var seen = new Dictionary<(string Id, DateOnly Day), Counters>();
        var days = new SortedSet<DateOnly>();
        foreach (var file in Directory.GetFiles(options.DaysFolder!, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var day = DateOnly.ParseExact(document.RootElement.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            days.Add(day);
            foreach (var row in document.RootElement.GetProperty("models").EnumerateArray())
            {
                var name = row.GetProperty("id").GetString()!;
                if (!models.TryGetValue(name, out var model))
                    models.Add(name, model = Model(name, row));
                seen.TryAdd((model.Id, day), new Counters(row.GetProperty("downloads").GetInt64(), null, row.GetProperty("likes").GetInt32(), null));
            }
        }

        if (days.Count == 0)
            throw new FormatException($"There is no recorded day in {options.DaysFolder}.");
        return new SimulatedHub(models.Values, options, days.Min, (model, day) => seen[(model.Id, day)], (model, day) => seen.ContainsKey((model.Id, day)));
    }

    private static SimulatedModel Model(string name, JsonElement row)
    {
        var created = Text(row, "createdAt") is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : OldestDate;
        return new SimulatedModel
        {
            Id = $"{created.ToUnixTimeSeconds():x8}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}",
            Name = name,
            CreatedAt = created,
            Pipeline = Text(row, "pipeline_tag"),
            Library = Text(row, "library_name"),
        };
    }

    private static string? Text(JsonElement row, string member) => row.TryGetProperty(member, out var value) ? value.GetString() : null;
}
