using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>Who may ask how often, what keys open and how long, and what is forgotten.</summary>
public sealed partial class SubscriptionKeyTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private readonly SmtpSink _sink = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_key_to_confirm_works_once_and_for_seven_days()
    {
        await using var site = await digest.StartAsync(_sink, _clock);
        var early = await AskAsync(site, "early@example.org");
        var late = await AskAsync(site, "late@example.org");

        _clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        (await site.Client.GetAsync(early)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DigestFixture.StateOfAsync(site, "early@example.org")).ShouldBe(SubscriberState.Pending, "looking changes nothing");
        var both = await Task.WhenAll(site.Client.PostAsync(early, null), site.Client.PostAsync(early, null));
        _clock.Advance(TimeSpan.FromSeconds(1));

        var pages = await Task.WhenAll(both.Select(answer => answer.Content.ReadAsStringAsync()));
        pages.Count(page => page.Contains("/subscriptions/", StringComparison.Ordinal) && page.Contains("Preferences", StringComparison.Ordinal)).ShouldBe(1, "of two at the same moment, one gets the key");
        (await DigestFixture.StateOfAsync(site, "early@example.org")).ShouldBe(SubscriberState.Confirmed);
        (await DigestFixture.AskAsync(site, db => db.Set<SubscriptionToken>().CountAsync(t => t.Purpose == TokenPurpose.Manage))).ShouldBe(1);
        (await site.Client.PostAsync(late, null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DigestFixture.StateOfAsync(site, "late@example.org")).ShouldBe(SubscriberState.Pending);
    }

    [Fact]
    public async Task Who_clicks_a_used_link_again_is_told_that_all_is_well_as_long_as_it_is()
    {
        await using var site = await digest.StartAsync(_sink, _clock);
        var link = await AskAsync(site, "anna@example.org");
        await site.Client.PostAsync(link, null);

        _clock.Advance(TimeSpan.FromDays(30));
        await ForgetAsync(site);
        var again = await site.Client.GetAsync(link);
        var twice = await site.Client.PostAsync(link, null);
        await DigestFixture.ChangeAsync(site, db => db.Set<Subscriber>().Single().State = SubscriberState.Unsubscribed);
        var left = await site.Client.GetAsync(link);

        foreach (var answer in new[] { again, twice })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = await answer.Content.ReadAsStringAsync();
            page.ShouldContain("All is well");
            page.ShouldNotContain("<button type=\"submit\">Yes", Case.Sensitive, "nothing is left to confirm");
        }

        left.StatusCode.ShouldBe(HttpStatusCode.NotFound, "it does not bring back who has left");
    }

    [Fact]
    public async Task A_key_to_confirm_opens_nothing_else_and_only_hashes_are_stored()
    {
        await using var site = await digest.StartAsync(_sink, _clock);
        var key = (await AskAsync(site, "anna@example.org")).Split('/')[^1].Split('?')[0];

        (await site.Client.GetAsync($"/subscriptions/{key}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.Client.PostAsync($"/subscriptions/{key}/delete", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var stored = await DigestFixture.AskAsync(site, db => db.Set<SubscriptionToken>().SingleAsync());
        stored.Hash.ShouldBe(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(key)));
        (stored.ExpiresAt - stored.CreatedAt).ShouldBe(TimeSpan.FromDays(7));
        key.Length.ShouldBe(43);
    }

    [Fact]
    public async Task An_inbox_gets_no_second_mail_within_a_quarter_of_an_hour_and_four_a_day_at_most()
    {
        await using var site = await digest.StartAsync(_sink, _clock);
        await AskAsync(site, "victim@example.org");
        for (var hour = 0; hour < 20; hour++)
        {
            await AskAgainAsync(site, "victim@example.org");
            await AskAgainAsync(site, "victim@example.org");
            _clock.Advance(TimeSpan.FromMinutes(61));
        }

        _sink.Messages.Count.ShouldBe(4);
        _clock.Advance(TimeSpan.FromHours(24));
        await AskAgainAsync(site, "victim@example.org");
        _sink.Messages.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Who_is_confirmed_already_gets_the_link_to_the_preferences_and_a_stranger_changes_nothing()
    {
        await using var site = await digest.StartAsync(_sink, _clock);
        await DigestFixture.SubscribeAsync(site, ("reader@example.org", "zh"));

        await AskAgainAsync(site, "reader@example.org", "hi");

        var mail = _sink.Messages.ShouldHaveSingleItem();
        mail.Subject!.ShouldContain("偏好设置链接");
        mail.MessageId.ShouldEndWith("@modeltrends.example");
        var link = new Uri(AnyLink().Match(mail.TextBody!).Value).PathAndQuery;
        (await site.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DigestFixture.StateOfAsync(site, "reader@example.org")).ShouldBe(SubscriberState.Confirmed);
    }

    [Fact]
    public async Task A_suppressed_address_gets_nothing_until_an_administrator_lets_it()
    {
        await using var site = await digest.StartAsync(_sink, _clock);
        await DigestFixture.SubscribeAsync(site, SubscriberState.Suppressed, ("mended@example.org", "en"));

        await AskAgainAsync(site, "mended@example.org");
        _sink.Messages.ShouldBeEmpty();
        await using var scope = site.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<SubscriberDesk>().ReleaseAsync(EmailAddress.Parse("mended@example.org")!, CancellationToken.None)).ShouldBeTrue();

        (await DigestFixture.StateOfAsync(site, "mended@example.org")).ShouldBe(SubscriberState.Confirmed);
    }

    [Fact]
    public async Task What_was_never_confirmed_is_forgotten_and_who_had_left_has_left_still()
    {
        await using var site = await digest.StartAsync(_sink, _clock);
        await AskAsync(site, "never@example.org");
        await DigestFixture.SubscribeAsync(site, SubscriberState.Unsubscribed, ("left@example.org", "en"));
        await AskAgainAsync(site, "left@example.org");
        (await DigestFixture.StateOfAsync(site, "left@example.org")).ShouldBe(SubscriberState.Pending);
        _clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        await AskAsync(site, "fresh@example.org");

        await ForgetAsync(site);
        await ForgetAsync(site);

        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().OrderBy(s => s.Id).Select(s => s.Email + " " + s.State).ToListAsync())).ShouldBe(["left@example.org Unsubscribed", "fresh@example.org Pending"]);
        (await DigestFixture.AskAsync(site, db => db.Set<SubscriptionToken>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Erasing_leaves_neither_the_address_nor_its_keys_nor_its_mails()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"));
        await DigestFixture.SendAsync(site);
        var link = new Uri(_sink.Messages.Single().Headers["List-Unsubscribe"]!.Trim('<', '>')).PathAndQuery.Replace("/unsubscribe", "/delete", StringComparison.Ordinal);

        (await site.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().CountAsync())).ShouldBe(1, "looking changes nothing");
        (await site.Client.PostAsync(link, null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().CountAsync())).ShouldBe(0);
        (await DigestFixture.AskAsync(site, db => db.Set<SubscriptionToken>().CountAsync())).ShouldBe(0);
        (await DigestFixture.AskAsync(site, db => db.Set<DigestDelivery>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task The_holder_of_a_key_gets_all_that_is_stored_as_a_file_and_no_cache_keeps_it()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "zh"), ("boris@example.org", "en"));
        await DigestFixture.SendAsync(site);
        var unsubscribe = _sink.Messages.Single(mail => DigestFixture.To(mail) == "anna@example.org").Headers["List-Unsubscribe"];

        var answer = await site.Client.GetAsync(new Uri(unsubscribe!.Trim('<', '>')).AbsolutePath.Replace("/unsubscribe", "/data", StringComparison.Ordinal));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        var data = await answer.Content.ReadAsStringAsync();
        var json = System.Text.Json.Nodes.JsonNode.Parse(data)!;
        json["subscription"]!["email"]!.GetValue<string>().ShouldBe("anna@example.org");
        json["subscription"]!["lang"]!.GetValue<string>().ShouldBe("zh");
        json["subscription"]!["consent"]!.GetValue<string>().ShouldBe("test");
        json["mails"]!.AsArray().ShouldHaveSingleItem()!["state"]!.GetValue<string>().ShouldBe("sent");
        json["keys"]!.AsArray().Count.ShouldBe(1);
        data.ShouldNotContain("boris");
        data.ShouldNotContain("hash", Case.Insensitive);
    }

    [Fact]
    public async Task From_one_address_come_ten_subscriptions_in_ten_minutes_and_the_eleventh_is_told_so()
    {
        await using var site = await digest.StartAsync(_sink);
        for (var i = 0; i < SubscriptionGate.PerCaller; i++)
            (await PostAsync(site, $"many{i}@example.org")).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var refused = await PostAsync(site, "many10@example.org");

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldBe(SubscriptionGate.Window);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = "many11@example.org", ["lang"] = "en" });
        var page = await site.Client.PostAsync("/subscriptions", form);
        (await page.Content.ReadAsStringAsync()).ShouldContain("Too many requests from your network");
        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().CountAsync())).ShouldBe(SubscriptionGate.PerCaller);
    }

    [Theory]
    [InlineData("192.0.2.{0}", 60)]
    [InlineData("2001:db8:1:{0}::1", 60)]
    [InlineData("2001:db8:1:2::{0}", 10)]
    [InlineData("::ffff:192.0.2.{0}", 60)]
    public async Task Callers_of_one_network_share_its_limit(string addresses, int allowed)
    {
        await using var gate = new SubscriptionGate();

        Enumerable.Range(1, 100).Count(i => gate.Lets(IPAddress.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, addresses, i)))).ShouldBe(allowed);

        gate.Lets(IPAddress.Parse("198.51.100.7")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("anna@example.org\r\nBcc: everyone@example.org")]
    [InlineData("anna@example.org\nSubject: other")]
    [InlineData("\"a\r\nX: y\"@example.org")]
    [InlineData("anna@example.org\0")]
    public async Task No_address_smuggles_a_header_into_a_mail(string address)
    {
        await using var site = await digest.StartAsync(_sink);

        (await PostAsync(site, address)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Pages_behind_a_key_are_kept_by_nobody_and_tell_no_other_site_where_one_came_from()
    {
        await using var site = await digest.StartAsync(_sink);

        var page = await site.Client.GetAsync($"/subscriptions/{new string('A', 43)}");

        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        page.Headers.GetValues("X-Robots-Tag").ShouldBe(["noindex"]);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await digest.ForgetAsync();
    }

    private static Task<HttpResponseMessage> PostAsync(TestSite site, string email, string lang = "en") => site.Client.PostAsJsonAsync("/subscriptions", new { email, lang });

    /// <returns>The path of the link in the mail that came.</returns>
    private async Task<string> AskAsync(TestSite site, string email)
    {
        await AskAgainAsync(site, email);
        return new Uri(AnyLink().Match(_sink.Messages.Last(mail => DigestFixture.To(mail) == email).TextBody!).Value).PathAndQuery;
    }

    /// <summary>As the form and the job behind it do; the job is run here, because the clock of its queue is another.</summary>
    private static async Task AskAgainAsync(TestSite site, string email, string lang = "en")
    {
        await using var scope = site.Services.CreateAsyncScope();
        var jobs = new Queue();
        var subscribe = new Subscribe(scope.ServiceProvider.GetRequiredService<ModelTrendsDb>(), jobs, site.Services.GetRequiredService<TimeProvider>());
        await subscribe.HandleAsync(EmailAddress.Parse(email)!, lang, CancellationToken.None);
        if (jobs.Length == 0)
            return;
        var id = await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().Where(s => s.Email == email).Select(s => s.Id).SingleAsync());
        await scope.ServiceProvider.GetRequiredService<SendConfirmationJob>().RunAsync(id, CancellationToken.None);
    }

    private static async Task ForgetAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ForgetSubscriptionsJob>().RunAsync(CancellationToken.None);
    }

    [GeneratedRegex(@"https?://\S+/subscriptions/\S+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyLink();

    /// <summary>Hangfire's queue runs by the machine's clock, and these tests by their own.</summary>
    private sealed class Queue : IBackgroundJobClient
    {
        public int Length { get; private set; }

        public string Create(Job job, IState state) => (++Length).ToString(System.Globalization.CultureInfo.InvariantCulture);

        public bool ChangeState(string jobId, IState state, string expectedState) => false;
    }
}
