using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Attribution.Answers;

public sealed class AttributionRoutesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        await using var count = database.DataSource.CreateCommand("select count(*) from model");
        if ((long)(await count.ExecuteScalarAsync())! == 0) await HubFixture.WriteAsync(_site.Services);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_lab_has_namespaces_evidence_and_totals_under_both_lenses()
    {
        var lab = await JsonAsync("/api/v1/labs/alibaba");
        lab["name"]!.GetValue<string>().ShouldBe("Alibaba");
        lab["country"]!.GetValue<string>().ShouldBe("CN");
        lab["region"]!.GetValue<string>().ShouldBe("china");
        lab["namespaces"]!.AsArray().ShouldContain(ns => ns!["name"]!.GetValue<string>() == "Qwen");
        lab["evidence"]![0]!["url"]!.GetValue<string>().ShouldBe("https://huggingface.co/Qwen");
        lab["totals"]!["publisher"]!["downloads30d"]!.GetValue<decimal>().ShouldBe(1000);
        lab["totals"]!["origin"]!["downloads30d"]!.GetValue<decimal>().ShouldBe(1333.333334m, 0.000002m);
        lab["meta"]!["attributionVersion"]!.GetValue<string>().Length.ShouldBe(12);
        lab["meta"]!["coverage"]!["unknownShare"]!.GetValue<decimal>().ShouldBeInRange(0.04m, 0.05m);
    }

    [Fact]
    public async Task Labs_and_unknown_together_hold_every_download()
    {
        var labs = (await JsonAsync("/api/v1/labs"))["labs"]!.AsArray();
        foreach (var lens in (string[])["origin", "publisher"])
            labs.Sum(lab => lab!["totals"]![lens]!["downloads30d"]!.GetValue<decimal>()).ShouldBe(2271);
        labs.Count.ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task A_model_tells_both_attributions_and_its_lineage()
    {
        var model = await JsonAsync("/api/v1/models/UNSLOTH/qwen3-8b-gguf");
        model["id"]!.GetValue<string>().ShouldBe("unsloth/Qwen3-8B-GGUF");
        model["publisher"]![0]!["labId"]!.GetValue<string>().ShouldBe("unsloth");
        model["publisher"]![0]!["rule"]!.GetValue<string>().ShouldBe("namespace");
        model["origin"]![0]!["labId"]!.GetValue<string>().ShouldBe("alibaba");
        model["origin"]![0]!["root"]!.GetValue<string>().ShouldBe("Qwen/Qwen3-8B");
        model["origin"]![0]!["evidence"]!.GetValue<string>().ShouldBe("https://huggingface.co/Qwen");
        model["lineage"]![0]!["to"]!.GetValue<string>().ShouldBe("Qwen/Qwen3-8B");
        var merge = await JsonAsync("/api/v1/models/nobody/merge");
        merge["origin"]!.AsArray().Sum(part => part!["share"]!.GetValue<decimal>()).ShouldBe(1);
        var asOf = await JsonAsync("/api/v1/models/nobody/merge?asOf=2020-01-01");
        asOf["origin"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Families_are_told_by_generation()
    {
        var family = await JsonAsync("/api/v1/families/qwen");
        family["labId"]!.GetValue<string>().ShouldBe("alibaba");
        family["generationTotals"]!.AsArray().Single(g => g!["name"]!.GetValue<string>() == "Qwen3")!["totals"]!["origin"]!["models"]!.GetValue<decimal>().ShouldBe(2.333333m, 0.000002m);
        (await JsonAsync("/api/v1/families?lab=deepseek"))["families"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Unknown_namespaces_are_listed_and_CSV_runs_no_formula()
    {
        var rows = (await JsonAsync("/api/v1/attribution/unknown?by=likes"))["namespaces"]!.AsArray();
        rows[0]!["namespace"]!.GetValue<string>().ShouldBe("nobody");
        rows[0]!["url"]!.GetValue<string>().ShouldBe("https://huggingface.co/nobody");
        rows[1]!["url"].ShouldBeNull();
        (await _site.Client.GetStringAsync("/api/v1/attribution/unknown.csv")).ShouldContain("\r\n'=evil,1,1,1,'=evil/<b>x</b>,,");
    }

    [Theory]
    [InlineData("/api/v1/labs.csv")]
    [InlineData("/api/v1/labs/alibaba.csv")]
    [InlineData("/api/v1/families.csv")]
    [InlineData("/api/v1/families/qwen.csv")]
    [InlineData("/api/v1/models/nobody/merge.csv")]
    [InlineData("/api/v1/attribution/versions.csv")]
    public async Task Every_route_answers_as_CSV(string path)
    {
        var answer = await _site.Client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await answer.Content.ReadAsStringAsync()).Split("\r\n").Length.ShouldBeGreaterThan(2);
    }

    [Theory]
    [InlineData("/api/v1/labs/none-such", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/families/none-such", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/models/none/such", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/labs?country=China", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/labs?colour=red", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/attribution/unknown?top=0", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_not_allowed_is_said(string path, HttpStatusCode status)
    {
        var answer = await _site.Client.GetAsync(path);
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private async Task<JsonObject> JsonAsync(string path) => (await _site.Client.GetFromJsonAsync<JsonObject>(path))!;
}
