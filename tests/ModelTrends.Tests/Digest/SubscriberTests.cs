using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MimeKit;
using ModelTrends.Platform.Hosting;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>The subscriber's way, in a real browser, with the mail that a machine without a mail server writes.</summary>
public sealed partial class SubscriberTests(SampleDatabase sample, Browser browser) : IClassFixture<SampleDatabase>
{
    [Fact]
    public async Task A_reader_subscribes_confirms_changes_preferences_and_leaves()
    {
        await using var site = await TestSite.StartAsync(sample.Database, roles: Roles.Web | Roles.Worker);
        var page = await browser.OpenAsync(site);

        await page.GotoAsync("/subscriptions?lang=hi");
        await page.FillAsync("input[name=email]", "reader@example.org");
        await page.ClickAsync("main button[type=submit]");
        await page.WaitForURLAsync("**/subscriptions/thanks*");
        var confirm = ConfirmLink().Match((await MailAsync(site, "reader@example.org")).TextBody!).Value;

        await page.GotoAsync(confirm);
        await page.ClickAsync("main button[type=submit]");
        await page.ClickAsync("main a");
        (await page.InnerTextAsync("main")).ShouldContain("r…@example.org");
        await page.SelectOptionAsync("select[name=interval]", "Month");
        await page.ClickAsync("summary >> nth=0");
        await page.CheckAsync("input[name=countries][value=FR]");
        await page.ClickAsync("form:has(select[name=interval]) button");
        (await page.Locator("[role=status]").CountAsync()).ShouldBe(1);
        (await page.InputValueAsync("select[name=interval]")).ShouldBe("Month");
        (await page.IsCheckedAsync("input[name=countries][value=FR]")).ShouldBeTrue();
        (await page.GetAttributeAsync("html", "lang")).ShouldBe("hi");
        await page.ClickAsync("form[action*=unsubscribe] button");
        (await page.InnerTextAsync("h1")).ShouldBe("सदस्यता समाप्त");
        await page.ClickAsync("main a");
        await page.ClickAsync("form[action*=Return] button");
        (await page.InputValueAsync("select[name=interval]")).ShouldBe("Month", "who comes back finds what they chose");
        (await page.Context.CookiesAsync()).ShouldBeEmpty();

        await page.GotoAsync(confirm);
        (await page.Locator("main button").CountAsync()).ShouldBe(0, "the link works once");
    }

    [Fact]
    public async Task The_answer_does_not_tell_whether_an_address_is_known()
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        var first = await site.Client.PostAsJsonAsync("/subscriptions", new { email = "once@example.org", lang = "en" });
        var second = await site.Client.PostAsJsonAsync("/subscriptions", new { email = "once@example.org", lang = "en" });
        var trapped = await site.Client.PostAsJsonAsync("/subscriptions", new { email = "robot@example.org", lang = "en", website = "http://spam.example" });

        (first.StatusCode, second.StatusCode, trapped.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await using var robots = sample.Database.DataSource.CreateCommand("select count(*) from subscriber where email_key = 'robot@example.org'");
        (await robots.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Theory]
    [InlineData("{\"email\":\"nobody\",\"lang\":\"en\"}", "email")]
    [InlineData("{\"email\":\"a@example.org\",\"lang\":\"fr\"}", "lang")]
    [InlineData("[", "body")]
    public async Task Bad_input_is_refused_with_the_field_and_what_it_takes(string body, string field)
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var answer = await site.Client.PostAsync("/subscriptions", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task An_address_with_an_invisible_sign_is_the_reader_who_is_there()
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        foreach (var email in new[] { "seen@example.org", "\u200bseen@example.org", "seen@example.org.", "\uff53een@EXAMPLE.org" })
            (await site.Client.PostAsJsonAsync("/subscriptions", new { email, lang = "en" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await using var readers = sample.Database.DataSource.CreateCommand("select string_agg(email || ' ' || email_key, ',') from subscriber where email like '%een@%'");
        (await readers.ExecuteScalarAsync()).ShouldBe("seen@example.org seen@example.org");
    }

    [Fact]
    public async Task An_unknown_key_is_told_so_and_changes_nothing()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        var key = new string('A', 43);

        (await site.Client.GetAsync($"/subscriptions/{key}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.Client.GetAsync($"/subscriptions/confirm/{key}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.Client.PostAsync($"/subscriptions/{key}/unsubscribe", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.Client.PostAsync($"/subscriptions/{key}/delete", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.Client.GetAsync($"/subscriptions/{key}/data")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Mail is sent by a job; the file appears when it ran.</summary>
    private static async Task<MimeMessage> MailAsync(TestSite site, string to)
    {
        var folder = Path.Combine(site.DataFolder, "mail");
        for (var attempt = 0; attempt < 300; attempt++)
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            {
                var message = await MimeMessage.LoadAsync(file);
                if (message.To.Mailboxes.Any(mailbox => mailbox.Address == to))
                    return message;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"No mail to {to} within half a minute.");
    }

    [GeneratedRegex(@"/subscriptions/confirm/\S+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ConfirmLink();
}
