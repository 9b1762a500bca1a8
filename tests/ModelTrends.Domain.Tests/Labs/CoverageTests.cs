using System.Text.Json;
using ModelTrends.Domain.Labs;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Labs;

/// <summary>How much of the recorded Hub days the registry attributes under the publisher lens.</summary>
public sealed class CoverageTests
{
    [Fact]
    public void The_recorded_Hub_days_are_attributed_to_labs()
    {
        var (downloads, likes, knownDownloads, knownLikes) = (0L, 0L, 0L, 0L);
        foreach (var file in Directory.GetFiles(SharedData.Path("hub-days-2026-08"), "*.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var row in Rows(json.RootElement))
            {
                var known = Registry.Load().Attribute(row.GetProperty("id").GetString()!).Lab.Country != Countries.Unknown;
                var (d, l) = (row.GetProperty("downloads").GetInt64(), row.GetProperty("likes").GetInt64());
                downloads += d;
                likes += l;
                knownDownloads += known ? d : 0;
                knownLikes += known ? l : 0;
            }
        }

        ((double)knownDownloads / downloads).ShouldBeGreaterThanOrEqualTo(0.95);
        ((double)knownLikes / likes).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    private static JsonElement.ArrayEnumerator Rows(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? root.EnumerateArray() : root.EnumerateObject().First(p => p.Value.ValueKind == JsonValueKind.Array).Value.EnumerateArray();
}
