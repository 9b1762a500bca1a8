using Microsoft.Playwright;
using ModelTrends.HubSimulator;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages.Admin;

/// <summary>The operator's day in a real browser: a failed poll explained, one started by hand, a namespace tagged, the digest looked at.</summary>
public sealed class OperatorStoryTests(TestDatabase database, Browser browser) : IClassFixture<TestDatabase>
{
    private const string Password = "correct horse battery staple";

    [Fact]
    public async Task An_operator_sees_a_failed_poll_starts_one_by_hand_tags_a_namespace_and_previews_the_digest()
    {
        var hub = await HubSimulatorServer.StartAsync(new SimulatorOptions { Models = 1500, Seed = 5 }, TimeProvider.System);
        var address = hub.Address.ToString();

        // The Hub cannot be reached: the first poll fails, and everybody can read why and what comes next.
        await using (var offline = await StartAsync("http://127.0.0.1:1", ("Hub:PollOnStart", "true"), ("Hub:Retries", "0")))
        {
            var reader = await browser.OpenAsync(offline);
            await WaitForAsync(reader, "/status", "cannot be reached");
            (await reader.InnerTextAsync("main")).ShouldContain("Next attempt");
        }

        await using var site = await StartAsync(address);
        var page = await browser.OpenAsync(site);

        await page.GotoAsync("/jobs");
        page.Url.ShouldContain("/admin/login");
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();

        await page.GotoAsync("/jobs/recurring");
        await page.Locator("input.js-jobs-list-checkbox[value=poll-hub]").CheckAsync();
        await page.RunAndWaitForRequestFinishedAsync(
            () => page.Locator("button[data-url$='/recurring/trigger']").ClickAsync(),
            new() { Predicate = request => request.Method == "POST" });
        var watcher = await browser.OpenAsync(site);
        await WaitForAsync(watcher, "/status", NumberText.Exact(hub.Hub.RowsOf(hub.Hub.Day).Count(), Language.English));
        (await site.Client.GetStringAsync("/api/v1/polls")).ShouldContain("\"state\":\"complete\"");

        await page.GotoAsync("/admin");
        var row = page.Locator("tr", new() { Has = page.GetByRole(AriaRole.Link, new() { Name = "Tag", Exact = true }) }).First;
        var unknown = await row.Locator("th").InnerTextAsync();
        await row.GetByRole(AriaRole.Link, new() { Name = "Tag" }).ClickAsync();
        await page.GetByLabel("Lab’s id").FillAsync("deepseek");
        await page.GetByLabel("Address of the evidence").FillAsync("ftp://somewhere");
        await page.GetByLabel("What the address shows").FillAsync("The imprint names the lab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tag" }).ClickAsync();
        (await page.Locator("#fault-EvidenceUrl").InnerTextAsync()).ShouldContain("https");
        await page.GetByLabel("Address of the evidence").FillAsync("https://example.com/imprint");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tag" }).ClickAsync();
        (await page.GetByRole(AriaRole.Status).InnerTextAsync()).ShouldContain($"{unknown} belongs to deepseek");
        await WaitForAsync(page, "/admin/tags", "every total follows it");
        (await site.Client.GetStringAsync("/api/v1/attribution/unknown?top=5000")).ShouldNotContain($"\"{unknown}\"");

        await page.GotoAsync("/admin/digest");
        (await page.InnerTextAsync("main")).ShouldContain(Path.Combine(site.DataFolder, "mail"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        (await page.ContentAsync()).ShouldContain("ModelTrends");

        await hub.DisposeAsync();
    }

    private Task<TestSite> StartAsync(string hub, params (string Key, string Value)[] settings) => TestSite.StartAsync(
        database,
        builder =>
        {
            builder.Configuration["Hub:BaseUrl"] = hub;
            builder.Configuration["Admin:Password"] = Password;
            foreach (var (key, value) in settings)
                builder.Configuration[key] = value;
        },
        Roles.Web | Roles.Worker);

    /// <summary>Loads the page again until it says so: jobs run beside it.</summary>
    private static async Task WaitForAsync(IPage page, string path, string text)
    {
        for (var attempt = 0; attempt < 60; attempt++)
        {
            await page.GotoAsync(path);
            if ((await page.InnerTextAsync("main")).Contains(text, StringComparison.Ordinal))
                return;
            await page.WaitForTimeoutAsync(500);
        }

        (await page.InnerTextAsync("main")).ShouldContain(text);
    }
}
