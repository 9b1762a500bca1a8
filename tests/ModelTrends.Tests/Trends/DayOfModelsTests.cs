using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>Concentration, robustness and definitions of two days that can be reckoned by hand.</summary>
public sealed class DayOfModelsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 5, 4);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'archive:day'") is not null) return;
        var source = await seed.SourceAsync("archive:day", CoverageKind.Sample);
        await seed.ModelsAsync(
            new(1, "Qwen/A", "CN", "alibaba", "qwen", Parameters: 8_000_000_000), new(2, "deepseek-ai/B", "CN", "deepseek", Parameters: 700_000_000_000),
            new(3, "meta-llama/C", "US", "meta", "llama", Parameters: 500_000_000), new(4, "who/D"), new(5, "person/E", "individual", "person"),
            new(6, "trl-internal-testing/tiny-F", "international", "huggingface", Parameters: 1_000_000), new(8, "stable/pic", "GB", "stability", PipelineTag: "text-to-image"));
        await seed.ExecuteAsync("insert into model (id, name, namespace, pipeline_tag, base_names, base_hub_ids, first_seen, last_seen, state) values (7, 'x/merge', 'x', 'text-generation', '{}', '{}', '2026-01-01', '2026-12-31', 'Listed')");
        for (var part = 0; part < 3; part++)
            await seed.AttributeAsync(7, Lens.Origin, part == 0 ? "CN" : "US", part == 0 ? "alibaba" : "meta", null, part, part + 1, 3);
        await seed.AttributeAsync(7, Lens.Publisher, "individual", "x");
        await seed.SetAsync(source, First, [new(1, 400), new(2, 100), new(3, 300), new(4, 50), new(5, 50), new(6, 100), new(8, 1000)]);
        await seed.SetAsync(source, First.AddDays(1), [new(1, 100), new(3, 100), new(7, 900)]);
        await Seed.DeriveAsync(_site, source, First, First.AddDays(1));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Labs_are_concentrated_as_reckoned_by_hand()
    {
        var answer = await _site.AskAsync("/api/v1/concentration?day=2026-05-04");

        // Labs: 400, 300, 100, 100 of 900; the unknown and the individual are none.
        answer.Number("total").ShouldBe(1000);
        answer.Number("labs").ShouldBe(4);
        answer.Number("hhi").ShouldBe(0.333333m);
        answer.Number("gini").ShouldBe(0.305556m);
        answer["models"]!.AsArray().Select(top => (top.Number("top"), top.Number("value"), top.Number("share"))).ShouldBe([(10m, 1000m, 1m), (100m, 1000m, 1m), (1000m, 1000m, 1m)]);
        var china = answer["countries"].Row("country", "CN");
        (china.Number("value"), china.Number("share"), china.Number("hhi"), china.Number("gini"), china.Number("labs")).ShouldBe((500m, 0.5m, 0.68m, 0.3m, 2m));
        answer["firstLabs"]!.AsArray().Select(lab => lab.Text("lab")).ShouldBe(["alibaba", "meta", "deepseek", "huggingface"]);
        answer["meta"]!["coverage"].Number("unknownShare").ShouldBe(0.05m);
    }

    [Fact]
    public async Task A_headline_is_tried_without_what_could_carry_it()
    {
        var answer = await _site.AskAsync("/api/v1/robustness?day=2026-05-04");

        answer["cases"]!.AsArray().ToDictionary(c => c.Text("id"), c => c.Number("share"), StringComparer.Ordinal).ShouldBe(new Dictionary<string, decimal?>(StringComparer.Ordinal)
        {
            ["headline"] = 0.5m,
            ["without-largest-inside"] = 0.166667m,
            ["without-largest-outside"] = 0.714286m,
            ["without-ci-suspects"] = 0.555556m,
            ["without-below-1b"] = 0.833333m,
            ["without-below-1b-and-unknown-size"] = 1,
        }, ignoreOrder: true);
        answer["cases"].Row("id", "without-largest-outside").Number("change").ShouldBe(0.214286m);
        answer["movesMost"].Text("modelId").ShouldBe("Qwen/A");
        answer["movesMost"].Number("shareWithout").ShouldBe(0.166667m);
    }

    [Theory]
    [InlineData("by=region&key=china", 0.5, 0.166667)]
    [InlineData("by=lab&key=alibaba", 0.4, 0)]
    [InlineData("by=family&key=llama", 0.3, 0)]
    public async Task A_region_a_lab_and_a_family_are_tried_alike(string question, double headline, double without)
    {
        var answer = await _site.AskAsync("/api/v1/robustness?day=2026-05-04&" + question);

        answer["cases"].Row("id", "headline").Number("share").ShouldBe((decimal)headline);
        answer["cases"].Row("id", "without-largest-inside").Number("share").ShouldBe((decimal)without);
    }

    [Fact]
    public async Task A_split_merge_is_left_out_as_a_whole()
    {
        var answer = await _site.AskAsync("/api/v1/robustness?day=2026-05-05");

        // 100 + 300 of 1,100; without the merge 100 of 200.
        answer["cases"].Row("id", "headline").Number("share").ShouldBe(0.363636m);
        answer["cases"].Row("id", "without-largest-inside").Number("share").ShouldBe(0.5m);
        answer["cases"].Row("id", "without-largest-outside").Number("share").ShouldBe(0.5m);
        answer["movesMost"].Text("modelId").ShouldBe("x/merge");
        answer["movesMost"].Number("value").ShouldBe(900);
        (await _site.AskAsync("/api/v1/concentration?day=2026-05-05"))["models"]![0].Number("share").ShouldBe(1);
    }

    [Fact]
    public async Task Every_definition_stands_beside_the_published_ones()
    {
        var answer = await _site.AskAsync("/api/v1/definitions?day=2026-05-04");

        decimal? Share(string definition, string country) => answer["definitions"].Row("id", definition)["shares"].Row("country", country).Number("share");
        Share("language-origin", "CN").ShouldBe(0.5m);
        Share("language-origin", "US").ShouldBe(0.3m);
        Share("language-no-ci", "CN").ShouldBe(0.555556m);
        Share("all", "CN").ShouldBe(0.25m);
        answer["definitions"].Row("id", "all").Number("total").ShouldBe(2000);
        Share("likes", "CN").ShouldBeNull();
        answer["definitions"].Row("id", "likes").Text("note").ShouldContain("likes");
        Share("trending-10", "CN").ShouldBeNull();
        Share("language-origin-daily", "US").ShouldBeNull();
        Share("mainline", "CN").ShouldBeNull();
        var claims = answer["claims"]!.AsArray().SelectMany(claim => claim!["shares"]!.AsArray().Where(s => s.Text("country") == "CN")).Select(s => s.Number("share")).ToArray();
        claims.ShouldContain(0.171m);
        claims.ShouldContain(0.41m);
        claims.Any(share => share is >= 0.56m and < 0.57m).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_publishes_whose_is_a_matrix_whose_margins_are_the_two_lenses()
    {
        var answer = await _site.AskAsync("/api/v1/flows?from=2026-05-05&to=2026-05-05");

        answer.Number("total").ShouldBe(1100);
        answer["cells"]!.AsArray().Single(c => c.Text("publisher") == "individual" && c.Text("origin") == "US").Number("value").ShouldBe(600);
        answer["origins"].Row("key", "CN").Number("share").ShouldBe(0.363636m);
        answer["publishers"].Row("key", "individual").Number("share").ShouldBe(0.818182m);
    }
}
