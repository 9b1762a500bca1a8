using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ModelTrends.Attribution.Tagging;
using ModelTrends.Tests.Platform;
using ModelTrends.Tests.Trends;

namespace ModelTrends.Tests.Attribution.Answers;

/// <summary>An administrator moves a namespace; what was known before can still be asked, from every route.</summary>
public sealed class AsOfTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 6, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Start);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database, builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        await using (var count = database.DataSource.CreateCommand("select count(*) from model"))
        {
            if ((long)(await count.ExecuteScalarAsync())! > 0)
            {
                _clock.Advance(TimeSpan.FromDays(2));
                return;
            }
        }

        await using (var stamp = database.DataSource.CreateCommand($"update registry_version set recorded_at = '{Start.AddDays(-1):O}'")) await stamp.ExecuteNonQueryAsync();
        await HubFixture.WriteAsync(_site.Services);
        _clock.Advance(TimeSpan.FromDays(1));
        await using var scope = _site.Services.CreateAsyncScope();
        var faults = await scope.ServiceProvider.GetRequiredService<NamespaceTagging>().TagAsync(
            new TagRequest("nobody", "nobody-inc", "Nobody Inc.", "company", "SE", "https://nobody.example.com", "Their imprint"), "Ada", CancellationToken.None);
        faults.ShouldBeEmpty();
        await _site.ReattributeAsync();
        _clock.Advance(TimeSpan.FromDays(1));
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/labs")]
    [InlineData("/api/v1/labs?country=CN")]
    [InlineData("/api/v1/labs/alibaba")]
    [InlineData("/api/v1/families")]
    [InlineData("/api/v1/families/qwen")]
    [InlineData("/api/v1/models/nobody/own")]
    [InlineData("/api/v1/attribution/unknown")]
    [InlineData("/api/v1/attribution/versions")]
    [InlineData("/api/v1/search?q=qwen")]
    [InlineData("/api/v1/share?by=country&population=all")]
    [InlineData("/api/v1/share?by=lab&population=all&lens=publisher")]
    [InlineData("/api/v1/leaderboard?population=all&measure=downloads30d")]
    [InlineData("/api/v1/flows?population=all")]
    [InlineData("/api/v1/concentration?population=all")]
    [InlineData("/api/v1/lineage?model=nobody/merge")]
    public async Task As_of_now_is_the_same_as_without(string path)
    {
        var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var then = await AskAsync($"{path}{join}asOf={_clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}");
        var now = await AskAsync(path);
        WithoutMoment(then).ShouldBe(WithoutMoment(now));
    }

    [Fact]
    public async Task What_was_known_before_the_tag_is_told_by_every_route()
    {
        const string Before = "asOf=2026-11-24T12:00:00Z";
        var known = (await AskAsync("/api/v1/labs?" + Before))["meta"].Text("attributionVersion");
        known.ShouldBe(Domain.Labs.Registry.Load().Version);
        (await AskAsync("/api/v1/labs"))["meta"].Text("attributionVersion").ShouldNotBe(known, StringComparer.Ordinal);

        (await AskAsync("/api/v1/labs"))["labs"]!.AsArray().Select(lab => lab.Text("id")).ShouldContain("nobody-inc", StringComparer.Ordinal);
        var labs = (await AskAsync("/api/v1/labs?" + Before))["labs"]!.AsArray();
        labs.Select(lab => lab.Text("id")).ShouldNotContain("nobody-inc", StringComparer.Ordinal);
        foreach (var lens in (string[])["origin", "publisher"]) labs.Sum(lab => lab!["totals"]![lens].Number("downloads30d")).ShouldBe(2271);
        labs.Row("id", "unknown")["totals"]!["publisher"].Number("downloads30d").ShouldBe(171);
        (await _site.Client.GetAsync("/api/v1/labs/nobody-inc?" + Before)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

        (await AskAsync("/api/v1/attribution/unknown?" + Before))["namespaces"]![0].Text("namespace").ShouldBe("nobody");
        (await AskAsync("/api/v1/attribution/unknown"))["namespaces"]![0].Text("namespace").ShouldBe("=evil");
        (await AskAsync("/api/v1/attribution/versions?" + Before))["versions"]!.AsArray().Count.ShouldBe(1);
        (await AskAsync("/api/v1/models/nobody/own?" + Before))["publisher"]![0].Text("labId").ShouldBe("unknown");
        (await AskAsync("/api/v1/search?q=nobody/own&" + Before))["models"]![0].Text("lab").ShouldBe("unknown");
        (await AskAsync("/api/v1/lineage?model=nobody/merge"))["nodes"]!.AsArray().Row("modelId", "nobody/merge").Text("lab").ShouldBe("nobody-inc");
        (await AskAsync("/api/v1/lineage?model=nobody/merge&" + Before))["nodes"]!.AsArray().Row("modelId", "nobody/merge").Text("lab").ShouldBe("unknown");
        var share = await AskAsync("/api/v1/share?by=country&population=all&lens=publisher&" + Before);
        share["series"]!.AsArray().Select(series => series.Text("key")).ShouldNotContain("SE", StringComparer.Ordinal);
        share["meta"].Text("attributionVersion").ShouldBe(known);
    }

    [Fact]
    public async Task Before_the_first_version_nothing_was_known()
    {
        var labs = await AskAsync("/api/v1/labs?asOf=2020-01-01");
        labs["labs"]!.AsArray().Select(lab => lab.Text("id")).ShouldBe(["unknown"]);
        labs["meta"]!["attributionVersion"].ShouldBeNull();
        labs["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).ShouldContain("Nothing was attributed then.", StringComparer.Ordinal);
        var lineage = await AskAsync("/api/v1/lineage?model=nobody/merge&asOf=2020-01-01");
        lineage["root"].ShouldBeNull();
        lineage["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).ShouldContain("Nothing was known of the model then.", StringComparer.Ordinal);
        (await _site.Client.GetAsync("/api/v1/lineage?model=nobody/nothing&asOf=2020-01-01")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await _site.Client.GetAsync("/api/v1/labs?asOf=yesterday")).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/api/v1/labs.csv")]
    [InlineData("/api/v1/models/nobody/merge.csv")]
    [InlineData("/api/v1/attribution/unknown.csv")]
    [InlineData("/api/v1/share.csv?by=country&population=all")]
    [InlineData("/api/v1/leaderboard.csv?population=all&measure=downloads30d")]
    [InlineData("/charts/share.csv?population=all")]
    public async Task Every_CSV_names_the_version_of_the_registry(string path)
    {
        var version = (await AskAsync("/api/v1/labs"))["meta"].Text("attributionVersion");
        var lines = (await _site.Client.GetStringAsync(path)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(1);
        lines[0].ShouldEndWith(",attribution_version");
        foreach (var line in lines.Skip(1)) line.ShouldEndWith("," + version);
    }

    private async Task<JsonObject> AskAsync(string path) => (await _site.Client.GetFromJsonAsync<JsonObject>(path))!;

    /// <summary>All but what repeats the question: the filter and the note on it.</summary>
    private static string WithoutMoment(JsonObject answer)
    {
        var meta = answer["meta"]!.AsObject();
        meta.Remove("filters");
        meta.Remove("notes");
        return answer.ToJsonString();
    }
}
