using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelTrends.HubSimulator;

namespace ModelTrends.HuggingFace.Tests;

/// <summary>The stand-in answers as the Hub was seen to.</summary>
public sealed class SimulatorTests
{
    [Fact]
    public async Task Every_answer_whatever_its_status_carries_both_rate_headers()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 200, Quota = 7, Window = TimeSpan.FromMinutes(5) });
        using var client = Client(hub);
        var name = hub.Hub.ById[3].Name;
        var tag = (await client.GetAsync("/api/models?limit=1")).Headers.ETag!.ToString();
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/models?limit=1");
        again.Headers.TryAddWithoutValidation("If-None-Match", tag);

        var answers = new List<HttpResponseMessage> { await client.SendAsync(again) };
        foreach (var path in new[] { "/api/models/" + name.ToUpperInvariant(), "/api/models?sort=bogus", "/api/models/nobody/nothing", "/api/organizations/nobody/overview", "/api/models/" + name, "/api/models/" + name })
            answers.Add(await client.GetAsync(path));

        answers.Select(answer => (int)answer.StatusCode).ShouldBe([304, 307, 400, 401, 404, 200, 429]);
        answers.ShouldAllBe(answer => answer.Headers.Contains("RateLimit") && answer.Headers.Contains("RateLimit-Policy"));
        answers.Select(answer => RateLimitHeaders.Read(answer.Headers)!.Remaining).ShouldBe([5, 4, 3, 2, 1, 0, 0]);
    }

    [Fact]
    public async Task A_body_has_the_tag_that_Express_gives_it()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 200 });
        using var client = Client(hub);

        var answer = await client.GetAsync("/api/models?limit=3");

        var body = await answer.Content.ReadAsByteArrayAsync();
#pragma warning disable CA5350 // Express' own choice.
        answer.Headers.ETag!.ToString().ShouldBe($"W/\"{body.Length:x}-{Convert.ToBase64String(SHA1.HashData(body))[..27]}\"");
#pragma warning restore CA5350
    }

    [Fact]
    public async Task A_row_without_expand_has_the_recorded_members_in_their_order()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 200 });
        using var client = Client(hub);

        var row = (await RowsAsync(client, "/api/models?limit=1"))[0];

        row.EnumerateObject().Select(member => member.Name).Where(name => name != "featuresYetUnknown")
            .ShouldBe(["_id", "id", "likes", "trendingScore", "private", "downloads", "tags", "pipeline_tag", "library_name", "createdAt", "modelId"]);
        (await RowsAsync(client, "/api/models?limit=1&expand[]=likes"))[0].EnumerateObject().Select(member => member.Name).Take(3).ShouldBe(["_id", "id", "likes"]);
    }

    [Fact]
    public async Task A_limit_above_a_thousand_is_cut_and_a_bad_expand_is_refused_with_the_list()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 1500 });
        using var client = Client(hub);

        (await RowsAsync(client, "/api/models?limit=5000&sort=createdAt&direction=1")).Count.ShouldBe(1000);
        var list = await client.GetRefusalAsync("/api/models?expand=usedStorage");
        var detail = await client.GetRefusalAsync($"/api/models/{hub.Hub.ById[3].Name}?expand=bogus");

        list.ShouldStartWith("{\"error\":\"\\\"expand\\\" must be one of [author, baseModels,");
        (list.Split(',').Length, detail.Split(',').Length).ShouldBe((30, 32));
    }

    [Theory]
    [InlineData("", "{\"$or\":[{\"trendingScore\":", "{\"trendingScore\":null}]}")]
    [InlineData("&sort=downloads", "{\"$or\":[{\"downloads\":", "{\"downloads\":null}]}")]
    [InlineData("&sort=createdAt&direction=1", "{\"_id\":{\"$gt\":\"", "\"}}")]
    [InlineData("&sort=createdAt", "{\"_id\":{\"$lt\":\"", "\"}}")]
    [InlineData("&search=q", "{\"$or\":[{\"trendingScore\":", "\"searchSequenceToken\":\"CJurjwIaCSEAAAAAAAAQQA==\"}")]
    public async Task Cursors_are_the_recorded_predicates_and_links_write_expand_without_brackets(string query, string start, string end)
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 500, LinkBase = "https://hub.example" });
        using var client = Client(hub);

        var answer = await client.GetAsync($"/api/models?limit=3{query}&expand[]=likes");

        var link = string.Join(", ", answer.Headers.GetValues("Link"));
        link.ShouldContain("<https://hub.example/api/models?limit=3");
        link.ShouldContain("&expand=likes&cursor=");
        var predicate = Encoding.UTF8.GetString(Convert.FromBase64String(LinkHeader.NextCursor(answer.Headers)!));
        predicate.ShouldStartWith(start);
        predicate.ShouldEndWith(end);
    }

    [Fact]
    public async Task A_walk_by_a_value_that_changes_meanwhile_misses_and_doubles_models()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 2000, Day = new DateOnly(2026, 11, 2) });
        using var client = Client(hub);
        var (ids, address) = (new List<string>(), "/api/models?limit=100&sort=downloads");

        for (var cursor = (string?)""; cursor is not null; hub.Hub.Day = hub.Hub.Day.AddDays(1))
        {
            var answer = await client.GetAsync(address + (cursor.Length == 0 ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
            ids.AddRange(body.RootElement.EnumerateArray().Select(row => row.GetProperty("_id").GetString()!));
            cursor = LinkHeader.NextCursor(answer.Headers);
        }

        ids.Distinct(StringComparer.Ordinal).Count().ShouldBeLessThan(ids.Count);
        hub.Hub.RowsOf(new DateOnly(2026, 11, 2)).Select(row => row.HubId).Except(ids, StringComparer.Ordinal).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Gated_disabled_private_and_missing_answer_as_recorded()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 1200 });
        using var client = Client(hub);
        var gated = hub.Hub.ById.First(model => model.Gate is not null).Name;
        var closed = hub.Hub.ById.Single(model => model.Disabled).Name;
        async Task<(int Status, string? Code)> AskAsync(string path, string? token = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            using var response = await client.SendAsync(request);
            return ((int)response.StatusCode, response.Headers.TryGetValues("X-Error-Code", out var codes) ? codes.Single() : null);
        }

        (await AskAsync("/api/models/" + gated)).ShouldBe((200, null));
        (await AskAsync($"/api/models/{gated}/commits/main")).ShouldBe((401, "GatedRepo"));
        (await AskAsync("/api/models/" + closed)).ShouldBe((200, null));
        (await AskAsync($"/api/models/{closed}/commits/main", "hf_simulator")).ShouldBe((403, null));
        (await AskAsync("/api/models/nobody/nothing")).ShouldBe((401, null));
        (await AskAsync("/api/models/nobody/nothing", "hf_simulator")).ShouldBe((404, "RepoNotFound"));
        (await AskAsync("/api/models/nobody/nothing", "hf_wrong")).ShouldBe((401, null));
        (await AskAsync($"/api/models/{gated}/revision/none")).ShouldBe((404, "RevisionNotFound"));
        hub.Hub.SetPrivate(gated, true);
        (await AskAsync("/api/models/" + gated)).ShouldBe((401, null));
    }

    [Fact]
    public async Task Every_fault_and_every_route_of_its_own_stands_in_the_help()
    {
        await using var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 10 });

        Manual.Undescribed.ShouldBeEmpty();
        hub.OwnRoutes.Where(route => !route.StartsWith("/_files", StringComparison.Ordinal) && !Manual.Text.Contains(route.Split('{')[0], StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static HttpClient Client(HubSimulatorServer hub) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = hub.Address };

    private static async Task<List<JsonElement>> RowsAsync(HttpClient client, string path)
    {
        using var body = JsonDocument.Parse(await client.GetByteArrayAsync(path));
        return [.. body.RootElement.EnumerateArray().Select(row => row.Clone())];
    }
}

internal static class Refusals
{
    /// <summary>The body, which is that of a refusal.</summary>
    public static async Task<string> GetRefusalAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return await response.Content.ReadAsStringAsync();
    }
}
