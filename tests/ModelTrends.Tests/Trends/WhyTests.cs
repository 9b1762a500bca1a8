using System.Globalization;
using System.Text.Json.Nodes;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>What moved a share, on days that can be reckoned by hand.</summary>
public sealed class WhyTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 5, 4);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'archive:why'") is not null) return;
        var source = await seed.SourceAsync("archive:why", CoverageKind.Sample);
        await seed.ModelsAsync(
            new(1, "Qwen/A", "CN", "alibaba", "qwen"), new(2, "deepseek-ai/B", "CN", "deepseek", "deepseek"), new(3, "meta-llama/C", "US", "meta", "llama"), new(4, "who/D"),
            new(5, "Qwen/New", "CN", "alibaba", "qwen"), new(6, "google/Gone", "US", "google"));
        await seed.SetAsync(source, First, [new(1, 20, 1000), new(2, 30, 500), new(3, 40, 900), new(4, 5, 10), new(6, 5, 10)]);
        // On the 7th: nobody looked on the 5th and 6th.
        await seed.SetAsync(source, First.AddDays(3), [new(1, 40, 1300), new(2, 30, 200), new(3, 40, 960), new(4, 5, 40), new(5, 10, 10)]);
        for (var day = 4; day < 14; day++)
            await seed.SetAsync(source, First.AddDays(day), [new(1, 40, 1300 + (100 * day)), new(2, 30, 200 + (10 * day)), new(3, 40, 960 + (20 * day)), new(4, 5, 40), new(5, 10, 10 + day)]);
        await Seed.DeriveAsync(_site, source, First, First.AddDays(13));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Every_model_moves_the_share_by_what_it_gained_less_its_part_of_the_whole()
    {
        var answer = await _site.AskAsync("/api/v1/why?from=2026-05-04&to=2026-05-07");

        // 50 of 100, then 80 of 125: together 130 of 225. A download weighs (1/100 + 1/125) / 2 = 0.009.
        answer.Number("shareFrom").ShouldBe(0.5m);
        answer.Number("shareTo").ShouldBe(0.64m);
        answer.Number("change").ShouldBe(0.14m);
        Parts(answer).ShouldBe(
        [
            ("present", "Qwen/A", "CN", 0.076m), ("new", "Qwen/New", "CN", 0.038m), ("left", "google/Gone", "US", 0.026m),
        ]);
        answer["parts"]!.AsArray().Sum(part => part.Number("points")).ShouldBe(0.14m);
    }

    /// <summary>Three models, then four: what the newcomer brings is no news of the share.</summary>
    [Fact]
    public async Task Days_on_both_sides_of_a_change_of_the_observed_set_are_compared_only_where_somebody_asks_and_are_told()
    {
        var seed = new Seed(database);
        var source = await seed.SourceAsync("archive:grown", CoverageKind.Sample);
        await seed.ModelsAsync(
            new(31, "Qwen/Early", "CN", "alibaba"), new(32, "meta-llama/Early", "US", "meta"), new(33, "google/Early", "US", "google"),
            new(34, "Qwen/Late", "CN", "alibaba"));
        await seed.SetAsync(source, First, [new(31, 20), new(32, 30), new(33, 50)]);
        await seed.SetAsync(source, First.AddDays(1), [new(31, 20), new(32, 30), new(33, 50), new(34, 100)]);
        await seed.SetAsync(source, First.AddDays(2), [new(31, 30), new(32, 30), new(33, 50), new(34, 90)]);
        await Seed.DeriveAsync(_site, source, First, First.AddDays(2));

        var usual = await _site.AskAsync("/api/v1/why?source=archive:grown");
        (usual.Text("from"), usual.Text("to"), usual.Number("change")).ShouldBe(("2026-05-05", "2026-05-06", 0m));
        var across = await _site.AskAsync("/api/v1/why?source=archive:grown&from=2026-05-04");
        (across.Text("from"), across.Number("change")).ShouldBe(("2026-05-04", 0.4m));
        string[] Notes(JsonNode answer) => [.. answer["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).Where(note => note.Contains("fifth", StringComparison.Ordinal))];
        Notes(usual).ShouldBeEmpty();
        Notes(across).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Labs_and_families_are_the_sums_of_their_models_and_what_has_no_family_is_among_the_others()
    {
        Parts(await _site.AskAsync("/api/v1/why?by=lab&from=2026-05-04&to=2026-05-07")).ShouldBe([("present", "alibaba", "CN", 0.114m), ("left", "google", "US", 0.026m)]);
        var families = await _site.AskAsync("/api/v1/why?by=family&from=2026-05-04&to=2026-05-07");
        Parts(families).ShouldBe([("present", "qwen", "CN", 0.114m), ("other", "other", null, 0.026m)]);
        families["parts"]![0].Text("name").ShouldBe("Qwen");
    }

    [Fact]
    public async Task From_the_other_side_the_same_models_move_the_share_the_other_way()
    {
        var answer = await _site.AskAsync("/api/v1/why?key=US&from=2026-05-04&to=2026-05-07");

        // 45 of 100, then 40 of 125.
        answer.Number("change").ShouldBe(-0.13m);
        Parts(answer).Select(part => (part.Key, Math.Sign(part.Points))).ShouldBe([("Qwen/A", -1), ("Qwen/New", -1), ("google/Gone", -1)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_day_nobody_looked_is_answered_by_the_last_one_before_and_says_so()
    {
        var answer = await _site.AskAsync("/api/v1/why?from=2026-05-06&to=2026-05-07");

        answer.Text("from").ShouldBe("2026-05-04");
        answer["meta"]!["notes"]![0]!.GetValue<string>().ShouldBe("There is no observation on 2026-05-06; the last one before it answers, 2026-05-04.");
        (await _site.AskAsync("/api/v1/why?from=2026-05-05&to=2026-05-06"))["change"].ShouldBeNull();
    }

    [Fact]
    public async Task A_counter_that_fell_is_a_fault_and_not_a_change_of_downloads()
    {
        var answer = await _site.AskAsync("/api/v1/why?measure=downloadsAllTime&from=2026-05-04&to=2026-05-07");

        var fault = answer["parts"]!.AsArray().Single(part => part.Text("kind") == "fault");
        fault.Text("key").ShouldBe("deepseek-ai/B");
        fault.Number("points")!.Value.ShouldBeLessThan(0);
        answer["parts"]!.AsArray().Sum(part => part.Number("points")).ShouldBe(answer.Number("change"));
    }

    [Fact]
    public async Task A_flow_is_compared_period_by_period_as_the_share_answer_has_it()
    {
        foreach (var interval in new[] { "day", "week" })
        {
            foreach (var (of, key) in new[] { ("country", "CN"), ("country", "unknown"), ("region", "united-states"), ("lab", "deepseek"), ("family", "qwen") })
            {
                var question = $"measure=downloads&interval={interval}";
                var answer = await _site.AskAsync($"/api/v1/why?{question}&of={of}&key={key}&from=2026-05-09&to=2026-05-17");
                var points = (await _site.AskAsync($"/api/v1/share?{question}&by={of}&keys={key}"))["series"].Row("key", key)["points"]!;
                var change = points.Row("day", answer.Text("to")).Number("share") - points.Row("day", answer.Text("from")).Number("share");
                answer.Number("change").ShouldBe(change, $"{interval} {key}");
                answer["parts"]!.AsArray().Sum(part => part.Number("points")).ShouldBe(change);
                answer.Text("to").ShouldBe(interval == "week" ? "2026-05-11" : "2026-05-17");
            }
        }
    }

    [Theory]
    [InlineData("key=XX")]
    [InlineData("of=lab&key=nobody")]
    [InlineData("key=other")]
    public async Task A_key_that_does_not_exist_is_named(string question)
    {
        var answer = await _site.Client.GetAsync("/api/v1/why?" + question);

        ((int)answer.StatusCode).ShouldBe(400);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!["key"].ShouldNotBeNull();
    }

    private static (string Kind, string Key, string? Country, decimal Points)[] Parts(JsonNode answer) =>
        [.. answer["parts"]!.AsArray().Select(part => (part.Text("kind"), part.Text("key"), part!["country"]?.GetValue<string>(), part.Number("points")!.Value))];
}

/// <summary>The same against the archives that are shipped: every source, measure and key.</summary>
public sealed class WhySampleTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task The_parts_of_every_share_add_up_to_the_change_that_the_share_answer_shows()
    {
        var asked = 0;
        foreach (var source in (await sample.Site.AskAsync("/api/v1/sources"))["sources"]!.AsArray().Select(source => source.Text("key")))
        {
            foreach (var (of, key) in new[] { ("country", "CN"), ("region", "united-states"), ("family", "qwen"), ("country", "unknown") })
            {
                foreach (var question in new[] { "population=language", "population=all&measure=likes", "population=all&lens=publisher&by=lab", "population=all&measure=models&by=family" })
                {
                    var answer = await sample.Site.AskAsync($"/api/v1/why?source={source}&of={of}&key={key}&from=2020-01-01&{question}");
                    if (answer["change"] is null) answer = await sample.Site.AskAsync($"/api/v1/why?source={source}&of={of}&key={key}&{question}");
                    if (answer.Number("change") is not { } change) continue;
                    var points = (await sample.Site.AskAsync($"/api/v1/share?source={source}&{question.Replace("&by=lab", "", StringComparison.Ordinal).Replace("&by=family", "", StringComparison.Ordinal)}&by={of}&keys={key}"))["series"].Row("key", key)["points"]!;
                    change.ShouldBe((points.Row("day", answer.Text("to")).Number("share") - points.Row("day", answer.Text("from")).Number("share"))!.Value, $"{source} {key} {question}");
                    answer["parts"]!.AsArray().Sum(part => part.Number("points")!.Value).ShouldBe(change, $"{source} {key} {question}");
                    answer["parts"]!.AsArray().Count.ShouldBeInRange(0, 31);
                    asked++;
                }
            }
        }

        asked.ShouldBeGreaterThan(15, string.Create(CultureInfo.InvariantCulture, $"{asked}"));
    }
}
