using System.Net;
using AngleSharp.Html.Parser;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Attribution;
using ModelTrends.Tests.Digest;

namespace ModelTrends.Tests.Platform.Administration;

public sealed class AdminTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Password = "correct horse battery staple";

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/login")]
    [InlineData("/admin/tags.yaml")]
    [InlineData("/jobs")]
    [InlineData("/jobs/recurring")]
    public async Task Without_a_password_there_is_no_administration(string path)
    {
        await using var site = await TestSite.StartAsync(database);
        using var browser = new BrowserForm(site.Address);
        (await browser.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await browser.PostRawAsync(path, ("Password", ""))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/tags")]
    [InlineData("/admin/reports")]
    [InlineData("/admin/tags.yaml")]
    [InlineData("/jobs")]
    public async Task With_a_password_everything_needs_the_login(string path)
    {
        await using var site = await StartAsync();
        using var browser = new BrowserForm(site.Address);
        var answer = await browser.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldContain("/admin/login?ReturnUrl=");

        (await LogInAsync(browser, Password)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Five_failures_lock_an_address_out_even_with_the_right_password()
    {
        await using var site = await StartAsync();
        using var browser = new BrowserForm(site.Address);
        for (var i = 0; i < 4; i++) (await LogInAsync(browser, "wrong")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await LogInAsync(browser, "wrong")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await LogInAsync(browser, Password)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_login_without_the_antiforgery_token_or_to_another_site_is_refused()
    {
        await using var site = await StartAsync();
        using var browser = new BrowserForm(site.Address);
        (await browser.PostRawAsync("/admin/login", ("Name", "Ada"), ("Password", Password))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var elsewhere = await browser.SendAsync("/admin/login?ReturnUrl=https%3A%2F%2Fevil.example", ("Name", "Ada"), ("Password", Password));
        elsewhere.Headers.Location!.OriginalString.ShouldBe("/admin");
    }

    [Fact]
    public async Task A_namespace_is_tagged_with_evidence_and_the_ledger_names_the_author()
    {
        await using var site = await StartAsync();
        await HubFixture.WriteAsync(site.Services);
        using var browser = new BrowserForm(site.Address);
        await LogInAsync(browser, Password);

        await RefusedAsync(browser, "does not begin", "is not an address that begins with https", ("Tag.EvidenceUrl", "javascript:alert(1)"));
        await RefusedAsync(browser, "country", "neither an ISO 3166-1 alpha-2 code", ("Tag.Country", "Atlantis"));
        await RefusedAsync(browser, "kind", "is no kind; allowed are company", ("Tag.Kind", "firm"));

        (await browser.SendAsync("/admin/tags", Tag())).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await WaitingAsync(site, browser);
        await site.ReattributeAsync();
        var desk = await (await browser.GetAsync("/admin/tags")).Content.ReadAsStringAsync();
        desk.ShouldContain("every total follows it");
        desk.ShouldContain("<td>taken in</td>");
        var model = await site.Client.GetStringAsync("/api/v1/models/nobody/own");
        model.ShouldContain("\"labId\":\"nobody-inc\"");
        model.ShouldContain("\"rule\":\"override\"");
        (await site.Client.GetStringAsync("/api/v1/labs/nobody-inc")).ShouldContain("https://nobody.example.com/about");
        (await site.Client.GetStringAsync("/api/v1/attribution/versions")).ShouldContain("\"country\":\"SE\"");
        var changes = await site.Client.GetStringAsync("/changes");
        changes.ShouldContain("nobody-inc SE");
        changes.ShouldContain("Sweden");
        (await site.Client.GetStringAsync("/models/nobody/own")).ShouldContain("What was known before");
        var yaml = await (await browser.GetAsync("/admin/tags.yaml")).Content.ReadAsStringAsync();
        yaml.ShouldContain("namespaces: ['nobody']");
        yaml.ShouldContain("(Ada)");
        Domain.Labs.RegistryCheck.Run([new("labs/tags.yaml", yaml)]).Problems.ShouldBeEmpty();

        await browser.SendAsync("/admin/tags", Tag());
        await WithdrawAsync(browser);
        await site.ReattributeAsync();
        (await site.Client.GetStringAsync("/api/v1/models/nobody/own")).ShouldContain("\"labId\":\"unknown\"");
    }

    [Fact]
    public async Task Sending_to_everybody_and_erasing_an_address_ask_once_more_without_any_script()
    {
        await using var site = await StartAsync();
        await DigestFixture.SubscribeAsync(site, ("ada@example.org", "en"), ("bob@example.org", "hi"));
        using var browser = new BrowserForm(site.Address);
        await LogInAsync(browser, Password);

        await AskedAsync("Send", ("week", "2026-W02"), "Send the digest of 2026-W02 now? Confirmed readers: 2.");
        (await DigestFixture.AskAsync(site, db => db.Set<DigestIssue>().CountAsync())).ShouldBe(0);
        await SureAsync("Send", ("week", "2026-W02"));
        (await DigestFixture.AskAsync(site, db => db.Set<DigestIssue>().CountAsync(issue => issue.Week == "2026-W02"))).ShouldBe(1);

        await AskedAsync("Erase", ("email", "bob@example.org"), "Erase b");
        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().CountAsync())).ShouldBe(2);
        await SureAsync("Erase", ("email", "bob@example.org"));
        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().Select(reader => reader.Email).ToListAsync())).ShouldBe(["ada@example.org"]);

        async Task AskedAsync(string handler, (string Name, string Value) field, string question)
        {
            var answer = await browser.SendAsync("/admin/digest?handler=" + handler, field);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
            page.QuerySelector("#sure-question")!.TextContent.ShouldStartWith(question);
            page.QuerySelectorAll("#sure input[type=hidden]").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value"), StringComparer.Ordinal)[field.Name].ShouldBe(field.Value);
        }

        async Task SureAsync(string handler, (string Name, string Value) field) =>
            (await browser.SendAsync("/admin/digest?handler=" + handler, field, ("sure", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    /// <summary>The form answers at once: the tag stands, a job is to take it in, and every answer is as before until then.</summary>
    private static async Task WaitingAsync(TestSite site, BrowserForm browser)
    {
        var desk = await (await browser.GetAsync("/admin/tags")).Content.ReadAsStringAsync();
        desk.ShouldContain("The ledger does not go by the latest tags yet");
        desk.ShouldContain("<td>waiting</td>");
        site.Services.GetRequiredService<JobStorage>().GetMonitoringApi().EnqueuedJobs("default", 0, 10).Select(job => job.Value.Job.Type.Name).ShouldContain("ReattributeModelsJob", StringComparer.Ordinal);
        (await site.Client.GetStringAsync("/api/v1/models/nobody/own")).ShouldContain("\"labId\":\"unknown\"");
        (await site.Client.GetAsync("/api/v1/labs/nobody-inc")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task WithdrawAsync(BrowserForm browser)
    {
        var page = await (await browser.GetAsync("/admin/tags")).Content.ReadAsStringAsync();
        var token = page.Split("__RequestVerificationToken\" type=\"hidden\" value=\"")[1].Split('"')[0];
        (await browser.PostRawAsync("/admin/tags?handler=Withdraw", ("namespace", "nobody"), ("__RequestVerificationToken", token))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task RefusedAsync(BrowserForm browser, string why, string reason, (string Name, string Value) change)
    {
        var answer = await browser.SendAsync("/admin/tags", [.. Tag().Where(f => f.Name != change.Name), change]);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, why);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
    }

    private static (string Name, string Value)[] Tag() =>
    [
        ("Tag.Namespace", "nobody"), ("Tag.LabId", "nobody-inc"), ("Tag.LabName", "Nobody: Inc. <i>"), ("Tag.Kind", "company"), ("Tag.Country", "SE"),
        ("Tag.EvidenceUrl", "https://nobody.example.com/about"), ("Tag.EvidenceNote", "Their imprint: \"Stockholm\""),
    ];

    private static Task<HttpResponseMessage> LogInAsync(BrowserForm browser, string password) => browser.SendAsync("/admin/login", ("Name", "Ada"), ("Password", password));

    private Task<TestSite> StartAsync() => TestSite.StartAsync(database, builder => builder.Configuration["Admin:Password"] = Password);
}
