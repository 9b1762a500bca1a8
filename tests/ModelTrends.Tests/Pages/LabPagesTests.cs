using System.Net;
using ModelTrends.Tests.Attribution;
using ModelTrends.Tests.Platform;
using ModelTrends.Tests.Platform.Administration;

namespace ModelTrends.Tests.Pages;

public sealed class LabPagesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        await using var count = database.DataSource.CreateCommand("select count(*) from model");
        if ((long)(await count.ExecuteScalarAsync())! == 0) await HubFixture.WriteAsync(_site.Services);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/labs", "Alibaba")]
    [InlineData("/labs?region=individual", "bartowski")]
    [InlineData("/labs/alibaba", "Qwen/Qwen3-8B")]
    [InlineData("/families", "DeepSeek")]
    [InlineData("/families/qwen", "Qwen2.5")]
    [InlineData("/models/nobody/merge", "not among our observations")]
    [InlineData("/models/nobody/merge", "Leads back to 3 roots")]
    [InlineData("/models/unsloth/Qwen3-8B-GGUF", "https://huggingface.co/Qwen")]
    [InlineData("/unknown", "nobody/merge")]
    [InlineData("/unknown?by=likes", "nobody/merge")]
    [InlineData("/changes", "The first version: nothing stood before it.")]
    [InlineData("/report?subject=lab&id=alibaba", "Alibaba")]
    [InlineData("/report?subject=model&id=nobody/own", "nobody/own")]
    public async Task Every_page_shows_what_it_is_for(string path, string text) => (await _site.Client.GetStringAsync(path)).ShouldContain(text);

    [Theory]
    [InlineData("/models?lang=zh", "/leaderboards?lang=zh&measure=downloads30d&top=100")]
    [InlineData("/models/Qwen", "/search?q=Qwen%2F")]
    [InlineData("/models/%3Cscript%3E", "/search?q=%3Cscript%3E%2F")]
    public async Task The_shortened_address_of_a_model_leads_to_a_list_of_models(string path, string list)
    {
        var answer = await _site.Client.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        answer.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe(list);
    }

    [Theory]
    [InlineData("/labs/none-such")]
    [InlineData("/labs?region=atlantis")]
    [InlineData("/families/none-such")]
    [InlineData("/models/none/such")]
    [InlineData("/report?subject=lab&id=none-such")]
    [InlineData("/report")]
    public async Task What_is_not_there_is_not_found(string path) => (await _site.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Hostile_names_stay_text()
    {
        var page = await _site.Client.GetStringAsync("/unknown");
        page.ShouldNotContain("<b>x</b>");
        page.ShouldContain("&lt;b&gt;x&lt;/b&gt;");
        page.ShouldNotContain("href=\"https://huggingface.co/=evil");
    }

    [Fact]
    public async Task A_lineage_is_drawn_and_listed()
    {
        var page = await _site.Client.GetStringAsync("/models/nobody/merge");
        page.ShouldContain("<svg");
        page.Split("<line ").Length.ShouldBe(4);
        page.ShouldContain("stroke-dasharray=\"4 3\"");
        page.ShouldContain("class=\"lineage-list\"");
        (await _site.Client.GetStringAsync("/models/nobody/own")).ShouldContain("This model declares no base.");
    }

    [Fact]
    public async Task A_box_of_the_lineage_has_the_colour_of_whoever_owned_the_namespace_when_the_model_was_made()
    {
        await using (var command = database.DataSource.CreateCommand(
            """
            insert into model (name, namespace, created_at, base_names, base_hub_ids, first_seen, last_seen, state)
            values ('sentence-transformers/all-MiniLM-L6-v2', 'sentence-transformers', '2022-03-02', '{nreimers/MiniLM-unseen}', '{}', '2026-11-23', '2026-11-23', 'Listed'),
                   ('nobody/tuned-in-2023', 'nobody', '2023-05-01', '{sentence-transformers/all-MiniLM-L6-v2,sentence-transformers/unseen}', '{}', '2026-11-23', '2026-11-23', 'Listed')
            on conflict do nothing
            """)) await command.ExecuteNonQueryAsync();

        var page = await _site.Client.GetStringAsync("/models/nobody/tuned-in-2023");

        // UKP Lab in Darmstadt made both; the namespace is Hugging Face's since October 2025.
        page.Split("<g class=\"tone-europe\">").Length.ShouldBe(4);
        page.ShouldNotContain("tone-united-states");
        (await _site.Client.GetStringAsync("/api/v1/models/nobody/tuned-in-2023")).Split("\"labId\":\"ukp\",\"country\":\"DE\"").Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_report_is_stored_once_it_says_enough_and_too_many_are_refused()
    {
        using var browser = new BrowserForm(_site.Address);
        const string Path = "/report?subject=lab&id=alibaba";
        (await browser.SendAsync(Path, ("Message", "short"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.SendAsync(Path, ("Message", "This is long enough."), ("EvidenceUrl", "javascript:1"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var stored = await browser.SendAsync(Path, ("Message", "The country is <b>wrong</b>."), ("EvidenceUrl", "https://example.org"));
        (await stored.Content.ReadAsStringAsync()).ShouldContain("the report is stored");
        await using var count = database.DataSource.CreateCommand("select string_agg(subject || ' ' || subject_id || ' ' || message, ';') from error_report");
        ((string)(await count.ExecuteScalarAsync())!).ShouldBe("lab alibaba The country is <b>wrong</b>.");
        for (var i = 0; i < 7; i++) await browser.SendAsync(Path, ("Message", "short"));
        (await browser.SendAsync(Path, ("Message", "This one is too many."))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }
}
