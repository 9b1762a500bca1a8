using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ModelTrends.Tests.Attribution;
using ModelTrends.Tests.Platform;
using ModelTrends.Tests.Platform.Administration;
using ModelTrends.Tests.Trends;

namespace ModelTrends.Tests.Charts.Freezing;

public sealed class FreezeTests(PostgresServer server) : IAsyncLifetime
{
    private const string Password = "correct horse battery staple";
    private const string Chart = "/charts/share/freeze?population=all&source=archive:fixture&by=country&view=bar";
    private readonly TestDatabase _database = new(server);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _site = await TestSite.StartAsync(_database, builder => builder.Configuration["Admin:Password"] = Password);
        await HubFixture.WriteAsync(_site.Services);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_change_of_the_registry_moves_the_live_chart_and_leaves_the_frozen_one_as_it_was()
    {
        var id = await FreezeAsync();
        var before = await FilesAsync(id);
        (await PageAsync($"/frozen/{id}")).ShouldContain("Today's numbers are the same.");

        using var browser = new BrowserForm(_site.Address);
        (await browser.SendAsync("/admin/login", ("Name", "Ada"), ("Password", Password))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.SendAsync("/admin/tags",
            ("Tag.Namespace", "nobody"), ("Tag.LabId", "nobody-inc"), ("Tag.LabName", "Nobody Inc."), ("Tag.Kind", "company"), ("Tag.Country", "SE"),
            ("Tag.EvidenceUrl", "https://nobody.example.com/about"), ("Tag.EvidenceNote", "Imprint"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await _site.ReattributeAsync();
        await DeriveAsync();

        (await FilesAsync(id)).ShouldBe(before);
        (await _site.Client.GetStringAsync("/charts/share.csv?population=all&source=archive:fixture&by=country&view=bar")).ShouldContain("SE,");
        (await _site.Client.GetStringAsync($"/frozen/{id}.csv")).ShouldNotContain("SE,");
        var page = await PageAsync($"/frozen/{id}");
        page.ShouldContain("Today's numbers differ: changed attribution (registry ");
        page.ShouldNotContain("new data");
        string.Equals(await FreezeAsync(), id, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task The_same_chart_has_the_same_id_however_often_its_totals_are_computed()
    {
        var id = await FreezeAsync();
        await DeriveAsync();
        (await FreezeAsync()).ShouldBe(id);
    }

    [Fact]
    public async Task New_data_and_a_new_method_are_named_as_the_reasons()
    {
        var id = await FreezeAsync();
        var seed = new Seed(_database);
        var source = await seed.SourceAsync("archive:fixture", ModelTrends.Data.Tables.CoverageKind.List);
        var models = (int[])(await seed.ScalarAsync("select array_agg(id order by id) from model"))!;
        await seed.SetAsync(source, HubFixture.Day.AddDays(7), [.. models.Select((model, i) => new Seed.Seen(model, Downloads30d: 100 + i, Likes: 5))]);
        await Seed.DeriveAsync(_site, source, HubFixture.Day, HubFixture.Day.AddDays(7));

        (await PageAsync($"/frozen/{id}")).ShouldContain("Today's numbers differ: new data (data through 2026-11-30, then 2026-11-23).");
        await seed.ExecuteAsync("update frozen_chart set methodology_version = '0.9'");
        (await PageAsync($"/frozen/{id}")).ShouldContain("changed method (method 1.0, then 0.9), new data");
        (await PageAsync($"/frozen/{id}?lang=hi")).ShouldContain("बदली हुई पद्धति");
    }

    [Fact]
    public async Task The_page_and_the_files_show_hash_citation_and_permanent_address_and_the_embed_may_be_framed()
    {
        var id = await FreezeAsync();
        var site = _site.Address.ToString().TrimEnd('/');
        var page = await PageAsync($"/frozen/{id}");
        var csv = await _site.Client.GetByteArrayAsync($"/frozen/{id}.csv");
        page.ShouldContain(id);
        page.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(csv)));
        page.ShouldContain($"{site}/frozen/{id}.og.png");
        page.ShouldContain($"<iframe src=\"{site}/embed/frozen/{id}\"");
        page.ShouldContain($"read_csv(\"{site}/frozen/{id}.csv\")");

        var metadata = (await _site.Client.GetFromJsonAsync<JsonObject>($"/frozen/{id}.metadata.json"))!;
        metadata["address"]!.GetValue<string>().ShouldBe($"{site}/frozen/{id}");
        metadata["citation"]!["full"]!.GetValue<string>().ShouldEndWith($"{site}/frozen/{id}");
        metadata["definitions"]!.AsArray().Count.ShouldBeGreaterThan(3);

        using var zip = new ZipArchive(new MemoryStream(await _site.Client.GetByteArrayAsync($"/frozen/{id}.zip")));
        using var sums = new StreamReader(zip.GetEntry("SHA256SUMS")!.Open());
        foreach (var line in (await sums.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var body = zip.GetEntry(line[66..])!.Open();
            Convert.ToHexStringLower(await SHA256.HashDataAsync(body)).ShouldBe(line[..64]);
        }

        using var embed = await _site.Client.GetAsync($"/embed/frozen/{id}");
        embed.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors *");
        (await embed.Content.ReadAsStringAsync()).Split("<svg ").Length.ShouldBe(3);
        using var files = await _site.Client.GetAsync($"/frozen/{id}.csv");
        files.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
    }

    [Fact]
    public async Task What_cannot_be_frozen_is_refused_and_what_was_never_frozen_is_not_found()
    {
        using var nothing = await _site.Client.PostAsync("/charts/share/freeze?from=1999-01-01&to=1999-02-01", null);
        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var wrong = await _site.Client.PostAsync("/charts/share/freeze?theme=pink", null);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        foreach (var path in new[] { "/frozen/0123456789abcdef0123", "/frozen/0123456789abcdef0123.png", "/embed/frozen/0123456789abcdef0123", "/frozen/<script>" })
        {
            using var answer = await _site.Client.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    private async Task<string> FreezeAsync()
    {
        using var answer = await _site.Client.PostAsync(Chart, null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var id = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        answer.Headers.Location!.OriginalString.ShouldBe($"/frozen/{id}");
        return id;
    }

    private async Task<string[]> FilesAsync(string id)
    {
        var sums = new List<string>();
        foreach (var ending in new[] { "png", "svg", "csv", "all.csv", "json", "xlsx", "metadata.json", "zip", "narrow.svg", "og.png" })
            sums.Add($"{ending} {Convert.ToHexStringLower(SHA256.HashData(await _site.Client.GetByteArrayAsync($"/frozen/{id}.{ending}")))}");
        return [.. sums];
    }

    private async Task DeriveAsync()
    {
        var source = (int)(await new Seed(_database).ScalarAsync("select id from source where key = 'archive:fixture'"))!;
        await Seed.DeriveAsync(_site, source, HubFixture.Day, HubFixture.Day);
    }

    private async Task<string> PageAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await _site.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
