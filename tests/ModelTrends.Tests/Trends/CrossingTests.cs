using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>CN overtakes US on another day under every definition: a derivative counts for the one or the other, an old encoder hides both.</summary>
public sealed class CrossingTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 3, 2);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'archive:cross'") is not null) return;
        var source = await seed.SourceAsync("archive:cross", CoverageKind.List);
        await seed.ModelsAsync(
            new(1, "Qwen/A", "CN", "alibaba", "qwen"), new(2, "meta-llama/B", "US", "meta", "llama"), new(4, "google-bert/enc", "US", "google", PipelineTag: "fill-mask"));
        await seed.ExecuteAsync("insert into model (id, name, namespace, pipeline_tag, base_relation, base_names, base_hub_ids, first_seen, last_seen, state) values (3, 'unsloth/A-GGUF', 'unsloth', 'text-generation', 'quantized', '{}', '{}', '2026-01-01', '2026-12-31', 'Listed')");
        await seed.AttributeAsync(3, Lens.Origin, "CN", "alibaba", "qwen");
        await seed.AttributeAsync(3, Lens.Publisher, "US", "unsloth");
        for (var i = 0; i < 50; i++)
            await seed.SetAsync(source, First.AddDays(i), [new(1, 50 + (10 * i)), new(2, 200), new(3, 40), new(4, 500)]);
        await Seed.DeriveAsync(_site, source, First, First.AddDays(49));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Every_definition_dates_its_own_crossing()
    {
        var answer = await _site.AskAsync("/api/v1/crossings?measure=downloads30d");

        // Origin: 50 + 10 i + 40 > 200 from the 12th day after the first; publisher: 50 + 10 i > 240 from the 20th.
        Day(answer, "origin", "language").ShouldBe("2026-03-14");
        Day(answer, "publisher", "language").ShouldBe("2026-03-22");
        Day(answer, "origin", "all").ShouldBeNull();
        Day(answer, "origin", "mainline").ShouldBeNull();
        answer.Text("first").ShouldBe("2026-03-14");
        answer.Text("last").ShouldBe("2026-03-22");
        answer["definitions"]!.AsArray().Count.ShouldBe(8);
    }

    [Fact]
    public async Task The_other_way_round_only_what_was_always_above_is_above()
    {
        var answer = await _site.AskAsync("/api/v1/crossings?measure=downloads30d&a=US&b=CN");

        answer["definitions"]!.AsArray().ShouldAllBe(row => row!["day"] == null);
        answer["definitions"]!.AsArray().Where(row => row!["alreadyAbove"]!.GetValue<bool>()).Select(row => $"{row.Text("lens")} {row.Text("population")}")
            .ShouldBe(["origin all", "publisher all"]);
        answer["first"].ShouldBeNull();
    }

    [Theory]
    [InlineData("by=lab&a=alibaba&b=meta", "2026-03-14")]
    [InlineData("by=family&a=qwen&b=llama", "2026-03-14")]
    [InlineData("by=region&a=china&b=united-states", "2026-03-14")]
    [InlineData("by=lab&a=alibaba&b=meta&from=2026-03-20", null)]
    [InlineData("to=2026-04-09", null)]
    [InlineData("to=2026-04-10", "2026-03-14")]
    [InlineData("relation=original", "2026-03-18")]
    public async Task Labs_families_regions_filters_and_intervals_cross_alike(string query, string? day) =>
        Day(await _site.AskAsync("/api/v1/crossings?measure=downloads30d&" + query), "origin", "language").ShouldBe(day);

    [Theory]
    [InlineData("by=country&a=CN&b=US")]
    [InlineData("by=family&a=qwen&b=llama&relation=original")]
    [InlineData("by=region&a=united-states&b=china&excludeCi=true")]
    public async Task Every_measure_at_once_answers_what_each_answers_alone(string question)
    {
        var all = (await _site.AskAsync("/api/v1/crossings?" + question))["definitions"]!.AsArray();

        all.Count.ShouldBe(32);
        foreach (var measure in new[] { "downloads", "downloads30d", "downloadsAllTime", "likes" })
        {
            var alone = (await _site.AskAsync($"/api/v1/crossings?{question}&measure={measure}"))["definitions"]!.AsArray();
            all.Where(row => row.Text("measure") == measure).Select(row => row!.ToJsonString()).ShouldBe(alone.Select(row => row!.ToJsonString()));
        }
    }

    [Theory]
    [InlineData("by=country&a=CN&b=US&lens=publisher&population=language")]
    [InlineData("by=lab&a=alibaba&b=meta&lens=origin&population=all")]
    [InlineData("by=family&a=llama&b=qwen&lens=origin&population=mainline")]
    public async Task A_crossing_is_that_of_the_two_lines_of_the_share_answer(string question)
    {
        var parts = System.Web.HttpUtility.ParseQueryString(question);
        var share = await _site.AskAsync($"/api/v1/share?measure=downloads30d&{question.Replace("a=" + parts["a"] + "&b=" + parts["b"], $"keys={parts["a"]},{parts["b"]}", StringComparison.Ordinal)}");
        Dictionary<string, decimal> Line(string key) => share["series"]!.AsArray().FirstOrDefault(series => series.Text("key") == key)?["points"]!.AsArray().ToDictionary(point => point.Text("day")!, point => point.Number("value") ?? 0, StringComparer.Ordinal) ?? [];
        var (a, b) = (Line(parts["a"]!), Line(parts["b"]!));
        var days = share["totals"]!.AsArray().Select(total => (DateOnly.Parse(total.Text("day")!, System.Globalization.CultureInfo.InvariantCulture), a.GetValueOrDefault(total.Text("day")!), b.GetValueOrDefault(total.Text("day")!))).ToArray();
        var expected = ModelTrends.Domain.Trends.Crossing.Find(days);

        var row = (await _site.AskAsync($"/api/v1/crossings?measure=downloads30d&{question}"))["definitions"]!.AsArray().Single(row => row.Text("lens") == parts["lens"] && row.Text("population") == parts["population"])!;

        row["day"]?.GetValue<string>().ShouldBe(expected.Day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        row["alreadyAbove"]!.GetValue<bool>().ShouldBe(a.Count + b.Count > 0 && expected.AlreadyAbove);
    }

    [Fact]
    public async Task A_measure_the_source_does_not_tell_has_a_note_and_no_day()
    {
        var answer = await _site.AskAsync("/api/v1/crossings?measure=likes");

        answer["definitions"]!.AsArray().ShouldAllBe(row => row!["day"] == null && row["note"]!.GetValue<string>().Contains("does not tell likes"));
    }

    /// <summary>Only the meta may tell the difference.</summary>
    [Theory]
    [InlineData("share?by=country")]
    [InlineData("share?by=lab&interval=week&lens=publisher")]
    [InlineData("share?by=family&population=all")]
    [InlineData("flows?population=all")]
    [InlineData("leaderboard?measure=downloads30d")]
    [InlineData("concentration?")]
    [InlineData("robustness?")]
    [InlineData("derivatives?by=lab")]
    [InlineData("crossings?measure=downloads30d")]
    [InlineData("crossings?by=lab&a=alibaba&b=meta")]
    public async Task As_of_now_is_what_stands_now(string question)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

        var (then, today) = (await _site.AskAsync($"/api/v1/{question}&asOf={now}"), await _site.AskAsync($"/api/v1/{question}"));

        then["meta"]!["filters"]!.Text("asOf").ShouldBe(now);
        then.AsObject().Remove("meta");
        today.AsObject().Remove("meta");
        then.ToJsonString().ShouldBe(today.ToJsonString());
    }

    private static string? Day(System.Text.Json.Nodes.JsonNode answer, string lens, string population) =>
        answer["definitions"]!.AsArray().Single(row => row!.Text("lens") == lens && row!.Text("population") == population)!["day"]?.GetValue<string>();
}
