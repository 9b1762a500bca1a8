using System.Net;
using System.Text.Json.Nodes;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

public sealed class ShareTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly Monday = new(2026, 4, 27);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'archive:spring'") is not null) return;
        var source = await seed.SourceAsync("archive:spring", CoverageKind.List);
        await seed.ModelsAsync(
            new(1, "Qwen/A", "CN", "alibaba", "qwen"), new(2, "meta-llama/B", "US", "meta", "llama"), new(3, "who/C"),
            new(4, "mistralai/D", "FR", "mistral", "mistral"), new(5, "stable/pic", "GB", "stability", PipelineTag: "text-to-image"),
            new(6, "trl-internal-testing/tiny-E", "international", "huggingface"));
        await seed.ExecuteAsync("insert into model (id, name, namespace, pipeline_tag, base_names, base_hub_ids, first_seen, last_seen, state) values (7, 'x/merge', 'x', 'text-generation', '{}', '{}', '2026-01-01', '2026-12-31', 'Listed')");
        for (var part = 0; part < 3; part++)
            await seed.AttributeAsync(7, Lens.Origin, part == 0 ? "CN" : "US", part == 0 ? "alibaba" : "meta", null, part, part + 1, 3);
        await seed.AttributeAsync(7, Lens.Publisher, "individual", "x");
        for (var i = 0; i < 3; i++)
        {
            await seed.SetAsync(source, Monday.AddDays(i), [new(1, 500 + i, Likes: 5, Rank: 1), new(2, 300, Likes: 50, Rank: 2), new(3, 100, Rank: 3), new(4, 50, Rank: 4), new(5, 10_000, Rank: 5), new(6, 20), new(7, 100)], hour: 3);
            await seed.SetAsync(source, Monday.AddDays(i), [new(1, 999_999)], SetQuality.Partial, hour: 5);
        }

        await Seed.DeriveAsync(_site, source, Monday, Monday.AddDays(2));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Shares_of_a_day_sum_to_one_with_unknown_and_split_merges()
    {
        var answer = await AskAsync("/api/v1/share?by=country");

        Value(answer, "CN", 0).ShouldBe(533.333333m);
        Value(answer, "US", 0).ShouldBe(366.666667m);
        Value(answer, "unknown", 0).ShouldBe(100);
        for (var i = 0; i < 3; i++)
            answer["series"]!.AsArray().Sum(series => series!["points"]![i]!["share"]!.GetValue<decimal>()).ShouldBe(1);
        answer["totals"]![0]!["value"]!.GetValue<decimal>().ShouldBe(1070);
        answer["meta"]!["sources"]![0]!.GetValue<string>().ShouldBe("archive:spring");
    }

    [Fact]
    public async Task A_stock_of_a_week_is_what_its_last_observed_day_shows()
    {
        var answer = await AskAsync("/api/v1/share?by=lab&interval=week&keys=alibaba&excludeCi=true");

        Value(answer, "alibaba", 0).ShouldBe(535.333333m);
        Value(answer, "other", 0).ShouldBe(416.666667m);
        answer["series"]![0]!["points"]![0]!["day"]!.GetValue<string>().ShouldBe("2026-04-27");
    }

    [Fact]
    public async Task Publisher_and_origin_totals_are_equal()
    {
        var publisher = await AskAsync("/api/v1/share?lens=publisher&population=all&by=region");
        var origin = await AskAsync("/api/v1/share?lens=origin&population=all&by=region");

        publisher["totals"]![0]!["value"]!.GetValue<decimal>().ShouldBe(origin["totals"]![0]!["value"]!.GetValue<decimal>());
        Value(publisher, "individual", 0).ShouldBe(100);
    }

    [Fact]
    public async Task Four_of_the_top_five_is_a_share_of_places()
    {
        var all = await AskAsync("/api/v1/share?measure=trendingSlots&top=5&population=all");

        Value(all, "CN", 0).ShouldBe(1);
        all["totals"]![0]!["value"]!.GetValue<decimal>().ShouldBe(5);
    }

    [Fact]
    public async Task The_past_as_it_was_known_has_no_attribution_before_it_was_recorded()
    {
        var answer = await AskAsync("/api/v1/share?asOf=2025-12-31");

        Value(answer, "unknown", 0).ShouldBe(1070);
    }

    [Fact]
    public async Task Daily_downloads_without_the_all_time_counter_are_an_empty_series_with_a_note()
    {
        var answer = await AskAsync("/api/v1/share?measure=downloads");

        answer["series"]!.AsArray().ShouldBeEmpty();
        answer["meta"]!["notes"]![0]!.GetValue<string>().ShouldContain("all-time");
    }

    [Fact]
    public async Task The_board_names_lab_and_country_and_the_place_before()
    {
        var answer = await AskAsync("/api/v1/leaderboard?top=2");

        var first = answer["entries"]![0]!;
        first["modelId"]!.GetValue<string>().ShouldBe("Qwen/A");
        first["country"]!.GetValue<string>().ShouldBe("CN");
        first["previousRank"]!.GetValue<int>().ShouldBe(1);
        first["downloads30d"]!.GetValue<long>().ShouldBe(502);
        answer["entries"]!.AsArray().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("/api/v1/share?from=2026-05-02&to=2026-05-01", "from")]
    [InlineData("/api/v1/share?by=planet", "by")]
    [InlineData("/api/v1/share?keys=XX", "keys")]
    [InlineData("/api/v1/share?by=lab&keys=nobody-knows-it", "keys")]
    [InlineData("/api/v1/share?source=archive:nope", "source")]
    [InlineData("/api/v1/share?lense=origin", "lense")]
    [InlineData("/api/v1/share?top=7", "top")]
    [InlineData("/api/v1/leaderboard?day=yesterday", "day")]
    public async Task A_bad_question_is_answered_with_the_parameter_at_fault(string path, string parameter)
    {
        var answer = await _site.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![parameter].ShouldNotBeNull();
    }

    [Fact]
    public async Task Csv_has_the_rows_of_the_json_and_equal_questions_equal_bytes()
    {
        var first = await _site.Client.GetAsync("/api/v1/share.csv?by=region");
        var second = await _site.Client.GetAsync("/api/v1/share.csv?by=region");
        var lines = (await first.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe("day,key,name,value,share,flags,attribution_version");
        lines.ShouldContain(line => line.StartsWith("2026-04-27,unknown,Unknown,100,0.093458,,", StringComparison.Ordinal));
        first.Headers.ETag.ShouldBe(second.Headers.ETag);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/share.csv?by=region");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await _site.Client.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        var description = await AskAsync("/openapi/v1.json");

        description["paths"]!["/api/v1/share"]!["get"]!["parameters"]!.AsArray().Select(p => p!["name"]!.GetValue<string>()).ShouldContain("population", StringComparer.Ordinal);
        (await _site.Client.GetAsync("/docs")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonNode> AskAsync(string path)
    {
        var answer = await _site.Client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private static decimal Value(JsonNode answer, string key, int point) =>
        answer["series"]!.AsArray().Single(series => series!["key"]!.GetValue<string>() == key)!["points"]![point]!["value"]!.GetValue<decimal>();
}
