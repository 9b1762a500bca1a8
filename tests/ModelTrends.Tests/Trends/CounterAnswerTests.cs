using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>
/// Sixty days of the Hub's cumulative counters: twelve models released on the second day gain 1,000 to 12,000 a day; one triples in its last
/// week, one has a burst; a day stands still, a poll is partial, two counters fall and come back.
/// </summary>
public sealed class CounterAnswerTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const int Grower = 30;
    private const int Burst = 31;
    private static readonly DateOnly First = new(2026, 2, 15);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'hub'") is not null) return;
        var source = await seed.SourceAsync("hub");
        await seed.ModelsAsync([
            .. Enumerable.Range(1, 12).Select(k => new Seed.SeenModel(k, $"o/m{k}", k % 2 == 1 ? "CN" : "US", k % 2 == 1 ? "alibaba" : "meta", Relation: k % 2 == 1 ? null : "quantized", Parameters: 7_000_000_000, Created: First.AddDays(1))),
            new(Grower, "o/grower", "CN", "alibaba"), new(Burst, "o/burst", "FR", "mistral"),
        ]);
        for (var day = 0; day < 60; day++)
        {
            if (day == 20)
            {
                await seed.SetAsync(source, First.AddDays(day), [new(1, AllTime: 1)], SetQuality.Partial);
                continue;
            }

            // On day 25 nothing moves; on day 35 two counters show next to nothing.
            var seen = day == 25 ? 24 : day;
            await seed.SetAsync(source, First.AddDays(day),
            [
                .. Enumerable.Range(1, 12).Where(_ => day > 0).Select(k => new Seed.Seen(k, AllTime: day == 35 && k <= 2 ? 5 : k * 1000L * seen)),
                new(Grower, AllTime: 500_000 + (1000L * seen) + (seen > 52 ? 2000L * (seen - 52) : 0)),
                new(Burst, AllTime: 500_000 + (1000L * seen) + (seen > 55 ? 90_000 : 0)),
            ]);
        }

        await Seed.DeriveAsync(_site, source, First, First.AddDays(59));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_stall_a_rollback_a_partial_poll_and_a_change_of_size_are_events()
    {
        var answer = await _site.AskAsync("/api/v1/events?source=hub");

        answer["events"]!.AsArray().Where(e => e!["source"] is not null).Select(e => (e.Text("day"), e.Text("kind"), e.Text("source"))).ShouldBe(
            [("2026-02-16", "break", "hub"), ("2026-03-07", "partial", "hub"), ("2026-03-12", "stall", "hub"), ("2026-03-22", "rollback", "hub")]);
        answer["events"]!.AsArray().Count(e => e.Text("kind") == "release").ShouldBeGreaterThan(0);
        (await _site.AskAsync("/api/v1/events?source=hub&from=2026-03-08&to=2026-03-12"))["events"]!.AsArray().Where(e => e!["source"] is not null).Select(e => e.Text("kind")).ShouldBe(["stall"]);
    }

    [Fact]
    public async Task Every_day_of_every_model_has_its_true_flow_and_says_how_it_is_known()
    {
        var answer = await _site.AskAsync("/api/v1/models/o/m2/series");

        var flows = answer["flows"]!.AsArray().ToDictionary(flow => flow.Text("day"), StringComparer.Ordinal);
        flows.Count.ShouldBe(59);
        flows.Values.ShouldAllBe(flow => flow.Number("downloads") == 2000);
        string[] Flags(string day) => [.. flows[day]!["flags"]!.AsArray().Select(flag => flag!.GetValue<string>())];
        Flags("2026-02-16").ShouldBe(["new"]);
        Flags("2026-03-06").ShouldBeEmpty();
        Flags("2026-03-07").ShouldBe(["interpolated"]);
        Flags("2026-03-08").ShouldBe(["interpolated"]);
        Flags("2026-03-12").ShouldBe(["stall"]);
        Flags("2026-03-13").ShouldBe(["stall"]);
        Flags("2026-03-22").ShouldBe(["rollback"]);
        Flags("2026-03-23").ShouldBe(["rollback"]);
        answer["observations"]!.AsArray().Count.ShouldBe(58);
        answer["observations"].Row("day", "2026-03-22").Number("downloadsAllTime").ShouldBe(5);
    }

    [Fact]
    public async Task Flags_travel_with_the_points_of_a_share()
    {
        var answer = await _site.AskAsync("/api/v1/share?measure=downloads&from=2026-03-12&to=2026-03-13");

        var china = answer["series"].Row("key", "CN")["points"]!.AsArray();
        china.Select(point => point.Number("value")).ShouldBe([37_000m, 37_000m]);
        china[0]!["flags"]!.AsArray().Select(flag => flag!.GetValue<string>()).ShouldContain("stall", StringComparer.Ordinal);
        answer["totals"]![0].Number("value").ShouldBe(80_000);
    }

    [Fact]
    public async Task The_model_that_grew_is_first_and_the_burst_is_left_out()
    {
        var answer = await _site.AskAsync("/api/v1/growth?top=1");

        var first = answer["entries"]![0];
        (first.Text("modelId"), first.Number("week"), first.Number("before"), first.Number("factor")).ShouldBe(("o/grower", 21_000m, 7000m, 3m));
        first!["days"]!.AsArray().Select(day => day!.GetValue<decimal>()).ShouldBe(Enumerable.Repeat(3000m, 7));
        answer["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).ShouldContain(note => note.StartsWith("Left out", StringComparison.Ordinal) && note.Contains('1'));
        (await _site.AskAsync("/api/v1/growth?top=100"))["entries"]!.AsArray().Select(entry => entry.Text("modelId")).ShouldNotContain("o/burst", StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_first_hundred_thousand_come_after_as_many_days_as_reckoned()
    {
        var answer = await _site.AskAsync("/api/v1/first-million?count=100000&top=3");

        // 12,000 a day from 16 February: 108,000 on the ninth day, eight after the first.
        answer["models"]!.AsArray().Select(m => (m.Text("modelId"), m.Text("released"), m.Text("reached"), m.Number("days"))).ShouldBe(
            [("o/m12", "2026-02-16", "2026-02-24", 8m), ("o/m10", "2026-02-16", "2026-02-25", 9m), ("o/m11", "2026-02-16", "2026-02-25", 9m)]);
    }

    [Fact]
    public async Task The_tenth_of_a_class_is_the_measure_and_stays_frozen()
    {
        var answer = await _site.AskAsync("/api/v1/adoption?top=12");

        answer.Text("baseline").ShouldBe("2026-Q2.v1");
        var thresholds = answer["thresholds"]!.AsArray().Where(t => t.Text("size") == "5-10B").ToDictionary(t => (int)t.Number("days")!, t => t.Number("downloads"));
        thresholds[7].ShouldBe(24_000);
        thresholds[14].ShouldBe(45_000);
        thresholds[30].ShouldBe(93_000);
        thresholds[60].ShouldBeNull();
        var best = answer["models"]![0];
        best.Text("modelId").ShouldBe("o/m12");
        best!["ages"]!.AsArray().Select(age => age.Number("score")).ShouldBe([4m, 4m, 4m]);
        answer["models"].Row("modelId", "o/m3")["ages"]!.AsArray().ShouldAllBe(age => age.Number("score") == 1);

        var seed = new Seed(database);
        await seed.ExecuteAsync("update observation set downloads_all_time = downloads_all_time * 2 where model_id = 3 and day < '2026-03-30'");
        try
        {
            var later = await _site.AskAsync("/api/v1/adoption?model=o/m3");
            later["thresholds"]!.ToJsonString().ShouldBe(answer["thresholds"]!.ToJsonString());
            later["models"]![0]!["ages"]!.AsArray().ShouldAllBe(age => age.Number("score") == 2);
        }
        finally
        {
            await seed.ExecuteAsync("update observation set downloads_all_time = downloads_all_time / 2 where model_id = 3 and day < '2026-03-30'");
        }
    }

    [Theory]
    [InlineData("share?measure=downloads&interval=week")]
    [InlineData("growth?top=100")]
    [InlineData("first-million?count=100000")]
    [InlineData("adoption?top=12")]
    [InlineData("flows?measure=downloads&from=2026-03-01&to=2026-03-31")]
    [InlineData("crossings?measure=downloads")]
    public async Task What_rests_on_counters_has_the_same_rows_as_csv_and_the_same_bytes_each_time(string question) =>
        (await AnswerForms.CompareAsync(_site, question)).ShouldBeGreaterThan(0);

    [Fact]
    public async Task A_models_series_as_csv_is_its_observations_and_flows_day_by_day()
    {
        var answer = await _site.AskAsync("/api/v1/models/o/m1/series");
        var lines = (await _site.Client.GetStringAsync("/api/v1/models/o/m1/series.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToArray();
        var seen = answer["observations"]!.AsArray().ToDictionary(row => row.Text("day"), StringComparer.Ordinal);
        var flows = answer["flows"]!.AsArray().ToDictionary(row => row.Text("day"), StringComparer.Ordinal);
        seen.Count.ShouldBeGreaterThan(10);
        flows.Count.ShouldBeGreaterThan(10);

        lines[0].ShouldBe("day,source,downloads_30d,downloads_all_time,likes,trending_rank,downloads,correction,flags,attribution_version");
        lines[1..].ShouldBe(seen.Keys.Union(flows.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(day => string.Join(',',
            day, answer["meta"]!["sources"]![0]!.GetValue<string>(),
            Text(seen, day, "downloads30d"), Text(seen, day, "downloadsAllTime"), Text(seen, day, "likes"), Text(seen, day, "trendingRank"),
            Text(flows, day, "downloads"), Text(flows, day, "correction"), flows.GetValueOrDefault(day) is { } flow ? string.Join(';', flow["flags"]!.AsArray().Select(flag => flag!.GetValue<string>())) : "", answer["meta"]!["attributionVersion"]?.GetValue<string>() ?? "")));

        static string Text(Dictionary<string, System.Text.Json.Nodes.JsonNode?> rows, string day, string field) => rows.GetValueOrDefault(day)?[field]?.ToJsonString() ?? "";
    }

    [Theory]
    [InlineData("growth?top=100", "entries")]
    [InlineData("first-million?count=50000&top=50", "models")]
    [InlineData("adoption?top=12", "models")]
    public async Task Mainline_is_first_party_in_every_answer_about_models(string question, string rows)
    {
        var seed = new Seed(database);
        async Task<string[]> AskAsync() => [.. (await _site.AskAsync($"/api/v1/{question}&population=mainline"))[rows]!.AsArray().Select(row => row.Text("modelId"))];
        var before = await AskAsync();
        // The even ones are quantized.
        before.Order(StringComparer.Ordinal).ShouldBe(["o/m1", "o/m11", "o/m3", "o/m5", "o/m7", "o/m9"]);

        await seed.ExecuteAsync("update attribution set lab_id = 'meta', country = 'US', depth = 1 where model_id = 11 and lens = 0");
        try
        {
            // Its base is another lab's now.
            (await AskAsync()).ShouldBe([.. before.Where(model => model != "o/m11")]);
        }
        finally
        {
            await seed.ExecuteAsync("update attribution set lab_id = 'alibaba', country = 'CN', depth = 0 where model_id = 11 and lens = 0");
        }
    }

    [Fact]
    public async Task New_models_are_counted_by_origin_and_relation()
    {
        var answer = await _site.AskAsync("/api/v1/derivatives?interval=month");

        answer["rows"]!.AsArray().Select(row => (row.Text("day"), row.Text("key"), row.Text("relation"), row.Number("models"))).ShouldBe(
            [("2026-02-01", "CN", "original", 6m), ("2026-02-01", "US", "quantized", 6m)]);
    }

    [Fact]
    public async Task A_flow_of_many_days_is_a_matrix_of_their_sum()
    {
        var answer = await _site.AskAsync("/api/v1/flows?measure=downloads&from=2026-03-01&to=2026-03-31");

        answer.Number("total").ShouldBe(31 * 80_000);
        answer["origins"].Row("key", "US").Number("value").ShouldBe(31 * 42_000);
    }
}
