using System.Text;
using System.Text.Json;

namespace ModelTrends.HuggingFace.Tests;

/// <summary>Answers recorded from the real Hub.</summary>
public sealed class RecordingTests
{
    [Fact]
    public void A_recorded_list_is_read_to_the_last_field()
    {
        var rows = HubRows.Parse(File.ReadAllBytes(SharedData.Path("hub-recordings/tamnd_hf-cli_live/api_models_limit_3_sort_downloads_expand_all.body.json")));

        rows.Faults.ShouldBeEmpty();
        rows.Models.Count.ShouldBe(3);
        var first = rows.Models[0];
        (first.Id, first.Name, first.Likes, first.TrendingScore).ShouldBe(("621ffdc136468d709f180294", "sentence-transformers/all-MiniLM-L6-v2", 5120, 27));
        first.DownloadsAllTime!.Value.ShouldBeGreaterThan(int.MaxValue);
        (first.BaseRelation, first.BaseNames[0], first.BaseIds[0]).ShouldBe(("quantized", "nreimers/MiniLM-L6-H384-uncased", "621ffdc136468d709f17e8f3"));
    }

    [Fact]
    public void A_recorded_link_gives_its_cursor()
    {
        using var head = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("hub-recordings/tamnd_hf-cli_live/api_models_limit_3.head.json")));
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Link", "</.well-known/ai-catalog.json>; rel=\"ai-catalog\"; type=\"application/ai-catalog+json\"");
        response.Headers.TryAddWithoutValidation("Link", head.RootElement.GetProperty("header").GetProperty("Link").GetString());

        var cursor = LinkHeader.NextCursor(response.Headers)!;

        Encoding.UTF8.GetString(Convert.FromBase64String(cursor))
            .ShouldBe("""{"$or":[{"trendingScore":500,"_id":{"$gt":"6a563842cb785d0d06a1cb7d"}},{"trendingScore":{"$lt":500}},{"trendingScore":null}]}""");
    }

    [Fact]
    public void Every_recorded_detail_body_is_read()
    {
        var lines = File.ReadAllLines(SharedData.Path("hub-recordings/recorded_model_info.jsonl")).Where(line => line.Length > 0).ToArray();
        var read = 0;
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            var body = document.RootElement.TryGetProperty("body", out var inner) ? inner : document.RootElement;
            if (body.ValueKind == JsonValueKind.String) continue;
            var rows = HubRows.Parse(Encoding.UTF8.GetBytes($"[{body.GetRawText()}]"));
            if (!body.TryGetProperty("_id", out _)) continue;
            rows.Faults.ShouldBeEmpty(line[..Math.Min(200, line.Length)]);
            read++;
        }

        read.ShouldBeGreaterThan(50);
    }

    [Theory]
    [InlineData("\"api\";r=499;t=295", "\"fixed window\";\"api\";q=500;w=300", 499, 295, 500, 300)]
    [InlineData("\"resolvers\";r=2976;t=166", "\"fixed window\";\"resolvers\";q=3000;w=300", 2976, 166, 3000, 300)]
    public void Recorded_rate_headers_are_read(string limit, string policy, int remaining, int seconds, int quota, int window)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("RateLimit", limit);
        response.Headers.TryAddWithoutValidation("RateLimit-Policy", policy);

        RateLimitHeaders.Read(response.Headers).ShouldBe(new Quota(remaining, TimeSpan.FromSeconds(seconds), quota, TimeSpan.FromSeconds(window)));
    }
}
