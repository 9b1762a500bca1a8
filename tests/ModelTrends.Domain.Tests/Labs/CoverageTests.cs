using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using ModelTrends.Domain.Labs;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Labs;

/// <summary>How much of the recorded Hub data the registry attributes under the publisher lens.</summary>
public sealed class CoverageTests
{
    private sealed record Seen(string Id, long Downloads, long Likes);

    public static TheoryData<string> Samples => ["hub-days", "trending", "catalogue", "embedding", "radar"];

    [Fact]
    public void Each_recorded_Hub_day_is_attributed_to_labs()
    {
        foreach (var file in Directory.GetFiles(SharedData.Path("hub-days-2026-08"), "*.json").Order(StringComparer.Ordinal))
        {
            var rows = HubDay(file).ToArray();
            rows.Length.ShouldBeGreaterThan(500, file);
            Known(rows, row => row.Downloads).ShouldBeGreaterThanOrEqualTo(0.95, file);
            Known(rows, row => row.Likes).ShouldBeGreaterThanOrEqualTo(0.97, file);
        }
    }

    /// <summary>Accounts of which nobody has told more than the name: unknown is the honest answer, and the page of unknown namespaces lists them.</summary>
    private static readonly string[] Undecided = ["xyzailab", "owensong", "eschalabs", "muscriptor", "audnai"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_namespace_with_more_than_a_two_thousandth_of_a_sample_has_a_lab(string sample)
    {
        var rows = Read(sample).ToArray();
        var (downloads, likes) = (rows.Sum(row => row.Downloads), rows.Sum(row => row.Likes));
        var missing = rows.GroupBy(row => ModelId.Owner(row.Id) is { Length: > 0 } owner ? owner : row.Id, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Sum(row => row.Downloads) > 0.0005 * downloads || group.Sum(row => row.Likes) > 0.0005 * likes)
            .Where(group => Registry.Load().Attribute(group.First().Id).Lab.Id == Lab.UnknownId)
            .Select(group => group.Key.ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray();
        missing.Except(sample is "radar" ? Undecided : [], StringComparer.Ordinal).ShouldBeEmpty();
    }

    private static double Known(Seen[] rows, Func<Seen, long> count) =>
        (double)rows.Where(row => Registry.Load().Attribute(row.Id).Lab.Country != Countries.Unknown).Sum(count) / rows.Sum(count);

    private static IEnumerable<Seen> Read(string sample) => sample switch
    {
        "hub-days" => Directory.GetFiles(SharedData.Path("hub-days-2026-08"), "*.json").SelectMany(HubDay),
        "trending" => Lines("trending-2026-spring/captures.jsonl.gz").SelectMany(line => Json(line).GetProperty("payload").GetProperty("models").EnumerateArray().Select(row => Row(row, "id", "downloads", "likes"))),
        "catalogue" => Lines("llm-catalogue-2026/captures_slim.jsonl.gz").SelectMany(line => Json(line).GetProperty("models").EnumerateArray().Select(row => Row(row, "name", "hf_downloads", "hf_likes"))),
        "radar" => Lines("radar-2026-08/models_2026-08-22.jsonl.gz").Select(line => Row(Json(line), "id", "downloads_30d", "likes")),
        _ => Embedding(),
    };

    /// <summary>Columns date, trending_rank, id, author, downloads, likes; none of the cells read here is quoted.</summary>
    private static IEnumerable<Seen> Embedding() => Lines("embedding-models-2024-2026/daily.csv.gz").Skip(1).Select(line => line.Split(','))
        .Select(cells => new Seen(cells[2], Number(cells[4]), Number(cells[5])));

    private static long Number(string cell) => cell.Length == 0 ? 0 : (long)double.Parse(cell, CultureInfo.InvariantCulture);

    private static Seen[] HubDay(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = json.RootElement;
        var rows = root.ValueKind == JsonValueKind.Array ? root : root.EnumerateObject().First(p => p.Value.ValueKind == JsonValueKind.Array).Value;
        return [.. rows.EnumerateArray().Select(row => Row(row, "id", "downloads", "likes"))];
    }

    private static Seen Row(JsonElement row, string id, string downloads, string likes) => new(row.GetProperty(id).GetString()!, Count(row, downloads), Count(row, likes));

    private static long Count(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    private static JsonElement Json(string line) => JsonDocument.Parse(line).RootElement;

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path(file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
