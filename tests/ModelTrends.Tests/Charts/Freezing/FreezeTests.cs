using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Charts.Freezing;

public sealed class FreezeTests(SampleDatabase sample) : IClassFixture<SampleDatabase>, IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TestSite.StartAsync(sample.Database);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_frozen_chart_keeps_its_files_while_the_live_one_moves()
    {
        var first = await FreezeAsync();
        (await FreezeAsync()).ShouldBe(first);
        var before = await _site.Client.GetByteArrayAsync($"/frozen/{first}.csv");
        var picture = await _site.Client.GetByteArrayAsync($"/frozen/{first}.png");
        (await PageAsync($"/frozen/{first}")).ShouldContain("are the same");

        await using (var command = sample.Database.DataSource.CreateCommand("update country_cube set origin_country = 'US' where origin_country = 'CN' and source_id = (select id from source where key = 'archive:trending-2026-spring')"))
            (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0);

        (await _site.Client.GetByteArrayAsync($"/frozen/{first}.csv")).ShouldBe(before);
        (await _site.Client.GetByteArrayAsync($"/frozen/{first}.png")).ShouldBe(picture);
        (await PageAsync($"/frozen/{first}")).ShouldContain("numbers differ");
        string.Equals(await FreezeAsync(), first, StringComparison.Ordinal).ShouldBeFalse();

        async Task<string> FreezeAsync()
        {
            using var answer = await _site.Client.PostAsync("/charts/share/freeze?population=all&source=archive:trending-2026-spring&view=line&by=country", null);
            if (answer.StatusCode == HttpStatusCode.NotFound) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        }
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
