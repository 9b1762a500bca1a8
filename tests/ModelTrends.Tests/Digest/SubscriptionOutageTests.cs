using System.Net;
using System.Net.Http.Json;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>A subscription that cannot be stored: the reader is told so, in their language.</summary>
public sealed class SubscriptionOutageTests(DigestFixture digest) : IClassFixture<DigestFixture>
{
    [Theory]
    [InlineData("en", "could not be stored")]
    [InlineData("hi", "\u0938\u0939\u0947\u091c\u093e \u0928\u0939\u0940\u0902 \u091c\u093e \u0938\u0915\u093e")]
    [InlineData("zh", "\u672a\u80fd\u4fdd\u5b58")]
    public async Task It_is_answered_with_503_in_the_language_of_the_request(string lang, string words)
    {
        await using var sink = new SmtpSink();
        await using var site = await digest.StartAsync(sink);
        using var reader = site.OpenReader();
        var email = $"{lang}@example.org";
        await RenameAsync("subscriber", "subscriber_away");
        try
        {
            var program = await site.Client.PostAsJsonAsync($"/subscriptions?lang={lang}", new { email, lang });
            var page = await reader.PostAsync($"/subscriptions?lang={lang}", new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = email, ["lang"] = lang }));

            program.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            program.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            foreach (var answer in new[] { program, page })
            {
                answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromMinutes(1));
                WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Unescape(await answer.Content.ReadAsStringAsync())).ShouldContain(words);
            }
        }
        finally
        {
            await RenameAsync("subscriber_away", "subscriber");
        }

        (await site.Client.PostAsJsonAsync("/subscriptions", new { email, lang })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await DigestFixture.StateOfAsync(site, email)).ShouldBe(SubscriberState.Pending);
    }

    /// <summary>As a database in trouble answers: with an error, at once.</summary>
    private async Task RenameAsync(string from, string to)
    {
        await using var command = digest.Database.DataSource.CreateCommand($"alter table {from} rename to {to}");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
