using System.Net;
using ModelTrends.Tests.Charts;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

public sealed class LineageTests(ChartSeason season) : IClassFixture<ChartSeason>
{
    private const string Root = "o1/a-model-with-quite-a-long-name-1";
    private readonly TestSite _site = season.Site;

    [Fact]
    public async Task A_model_of_the_second_step_hangs_on_the_first_and_the_tree_begins_at_the_root()
    {
        var answer = await _site.AskAsync("/api/v1/lineage?model=O30/A-Model-With-Quite-A-Long-Name-30");

        answer.Text("root").ShouldBe(Root);
        answer.Text("asked").ShouldBe("o30/a-model-with-quite-a-long-name-30");
        answer.Number("derivatives").ShouldBe(16);
        var nodes = answer["nodes"]!.AsArray();
        nodes[0].Text("modelId").ShouldBe(Root);
        nodes[0]!["base"].ShouldBeNull();
        var asked = nodes.Row("modelId", "o30/a-model-with-quite-a-long-name-30");
        (asked.Text("base"), asked.Number("depth"), asked.Text("relation")).ShouldBe(("o17/a-model-with-quite-a-long-name-17", 2, "quantized"));
        nodes.Where(node => node!.Number("depth") > 0).Sum(node => node!.Number("downloads30d")).ShouldBe(answer.Number("derivativesDownloads30d"));
        // A branch stands behind its base and before the next one of its level.
        var names = nodes.Select(node => node.Text("modelId")).ToList();
        names.IndexOf("o30/a-model-with-quite-a-long-name-30").ShouldBeGreaterThan(names.IndexOf("o17/a-model-with-quite-a-long-name-17"));
        nodes.Select((node, i) => (node, i)).Skip(1).ShouldAllBe(found => names.IndexOf(found.node.Text("base")) < found.i);
    }

    [Fact]
    public async Task Without_a_model_the_tree_most_built_on_answers_and_the_chart_shows_the_same_numbers()
    {
        (await _site.AskAsync("/api/v1/lineage")).Text("root").ShouldBe(Root);
        (await _site.Client.GetStringAsync("/charts/lineage.csv")).ShouldBe(await _site.Client.GetStringAsync("/api/v1/lineage.csv"));
        var svg = await _site.Client.GetStringAsync("/charts/lineage.svg");
        svg.ShouldContain("16 models build on " + Root);
        PictureText.Of(svg).Count(text => text.Text.Contains("a-model-with", StringComparison.Ordinal)).ShouldBeGreaterThan(9);
    }

    [Theory]
    [InlineData("/api/v1/lineage?model=nobody/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/lineage?model=<script>", HttpStatusCode.BadRequest)]
    [InlineData("/charts/lineage.png?keys=nobody/nothing", HttpStatusCode.BadRequest)]
    [InlineData("/charts/lineage.png?keys=a/b,c/d", HttpStatusCode.BadRequest)]
    public async Task What_is_no_model_is_told_so(string address, HttpStatusCode expected)
    {
        using var answer = await _site.Client.GetAsync(address);
        answer.StatusCode.ShouldBe(expected);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
