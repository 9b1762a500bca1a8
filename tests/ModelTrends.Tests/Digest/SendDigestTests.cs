using Microsoft.EntityFrameworkCore;
using MimeKit;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>A real SMTP conversation with a sink; what arrived is parsed by MimeKit.</summary>
public sealed class SendDigestTests(SampleDatabase sample) : IClassFixture<SampleDatabase>, IAsyncLifetime
{
    /// <summary>The week the shipped trending archive covers.</summary>
    private static readonly DateOnly Monday = new(2026, 4, 27);

    private readonly SmtpSink _sink = new();

    [Fact]
    public async Task Everybody_confirmed_gets_exactly_one_mail_with_the_headers_mail_programs_need()
    {
        await using var site = await StartAsync();
        await SubscribeAsync(site, ("anna@example.org", "en"), ("diya@example.org", "hi"), ("li@example.org", "zh"));
        await SubscribeAsync(site, SubscriberState.Pending, "not-yet@example.org");

        var progress = await SendAsync(site);
        await SendAsync(site);

        progress.Sent.ShouldBe(3);
        _sink.Messages.Select(To).Order(StringComparer.Ordinal).ShouldBe(["anna@example.org", "diya@example.org", "li@example.org"]);
        _sink.Messages.Select(message => message.MessageId).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        var mail = _sink.Messages.Single(message => To(message) == "anna@example.org");
        mail.Subject.ShouldStartWith("China ");
        mail.Headers["List-Unsubscribe-Post"]!.ShouldBe("List-Unsubscribe=One-Click");
        mail.Headers["List-Id"]!.ShouldContain("digest.");
        mail.Headers["Precedence"]!.ShouldBe("bulk");
        mail.Headers["Auto-Submitted"]!.ShouldBe("auto-generated");
        mail.Headers["Feedback-ID"]!.ShouldContain("2026-W18");
        mail.TextBody!.ShouldContain("archive:trending-2026-spring");
        mail.HtmlBody!.ShouldContain("cid:share@modeltrends");
        mail.TextBody!.ShouldNotContain(PersonalText.TokenPlace);
        _sink.Messages.Single(message => To(message) == "diya@example.org").TextBody!.ShouldContain("चीन");
        _sink.Messages.Single(message => To(message) == "li@example.org").TextBody!.ShouldContain("中国");
    }

    [Fact]
    public async Task The_unsubscribe_header_works_at_once_without_cookie_and_a_look_changes_nothing()
    {
        await using var site = await StartAsync();
        await SubscribeAsync(site, ("leaver@example.org", "en"));
        await SendAsync(site);
        var link = new Uri(_sink.Messages.Single(message => To(message) == "leaver@example.org").Headers["List-Unsubscribe"]!.Trim('<', '>'));

        (await site.Client.GetAsync(link.PathAndQuery)).EnsureSuccessStatusCode();
        (await StateOfAsync(site, "leaver@example.org")).ShouldBe(SubscriberState.Confirmed);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["List-Unsubscribe"] = "One-Click" });
        (await site.Client.PostAsync(link.PathAndQuery, form)).EnsureSuccessStatusCode();

        (await StateOfAsync(site, "leaver@example.org")).ShouldBe(SubscriberState.Unsubscribed);
    }

    [Fact]
    public async Task A_temporary_refusal_is_tried_again_a_final_one_suppresses_the_address()
    {
        await using var site = await StartAsync();
        await SubscribeAsync(site, ("later@example.org", "en"), ("gone@example.org", "en"));
        var refusals = 0;
        _sink.OnRecipient = address => address switch
        {
            "later@example.org" when Interlocked.Increment(ref refusals) <= 2 => "451 try later",
            "gone@example.org" => "550 no such user",
            _ => null,
        };

        var progress = await SendAsync(site);

        (progress.Sent, progress.Failed, progress.Waiting).ShouldBe((1, 1, 0));
        refusals.ShouldBe(3);
        (await StateOfAsync(site, "gone@example.org")).ShouldBe(SubscriberState.Suppressed);
    }

    [Fact]
    public async Task A_connection_that_drops_after_the_message_repeats_it_with_the_same_message_id()
    {
        await using var site = await StartAsync();
        await SubscribeAsync(site, ("dropped@example.org", "en"));
        var drops = 0;
        _sink.DropAfterData = () => Interlocked.Increment(ref drops) == 1;

        var progress = await SendAsync(site);

        progress.Sent.ShouldBe(1);
        drops.ShouldBe(2);
        _sink.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_workers_at_once_send_no_mail_twice()
    {
        await using var site = await StartAsync();
        await using var other = await StartAsync();
        await SubscribeAsync(site, [.. Enumerable.Range(0, 200).Select(i => ($"reader{i}@example.org", "en"))]);
        var issue = await ComposeAsync(site);

        await Task.WhenAll(
            site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, CancellationToken.None),
            other.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, CancellationToken.None));

        _sink.Messages.Count.ShouldBe(200);
        _sink.Messages.Select(To).Distinct(StringComparer.Ordinal).Count().ShouldBe(200);
    }

    [Fact]
    public async Task Stopped_five_times_the_issue_still_reaches_everybody_once()
    {
        await using var site = await StartAsync();
        await SubscribeAsync(site, [.. Enumerable.Range(0, 300).Select(i => ($"patient{i}@example.org", "en"))]);
        var issue = await ComposeAsync(site);
        for (var stop = 0; stop < 5; stop++)
        {
            using var cancel = new CancellationTokenSource();
            var running = site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, cancel.Token);
            await WaitForMessagesAsync((stop + 1) * 20);
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => running);
            await ExpireLeasesAsync(site);
        }

        var progress = await site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, CancellationToken.None);

        (progress.Sent, progress.Waiting).ShouldBe((300, 0));
        _sink.Messages.Select(message => message.MessageId).Distinct(StringComparer.Ordinal).Count().ShouldBe(300);
    }

    [Fact]
    public async Task A_week_without_observations_says_so()
    {
        await using var site = await StartAsync();
        await using var scope = site.Services.CreateAsyncScope();

        var texts = await scope.ServiceProvider.GetRequiredService<ComposeDigest>().PreviewAsync(new DateOnly(2026, 11, 16), CancellationToken.None);

        texts.Single(text => text.Lang == "en").Text.ShouldContain("Nothing was observed in this week");
        texts.Single(text => text.Lang == "en").Subject.ShouldStartWith("No new numbers");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await using var command = sample.Database.DataSource.CreateCommand("truncate subscriber, subscription_token, digest_issue, digest_text, digest_delivery");
        await command.ExecuteNonQueryAsync();
    }

    private static string To(MimeMessage message) => message.To.Mailboxes.Single().Address;

    private Task<TestSite> StartAsync() => TestSite.StartAsync(sample.Database, builder =>
    {
        builder.Configuration["Smtp:Host"] = "127.0.0.1";
        builder.Configuration["Smtp:Port"] = _sink.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        builder.Configuration["Smtp:UseTls"] = "false";
        builder.Configuration["Smtp:FirstWait"] = "00:00:00.2";
    });

    private static Task SubscribeAsync(TestSite site, params (string Email, string Lang)[] people) => AddAsync(site, SubscriberState.Confirmed, people);

    private static Task SubscribeAsync(TestSite site, SubscriberState state, string email) => AddAsync(site, state, [(email, "en")]);

    private static async Task AddAsync(TestSite site, SubscriberState state, (string Email, string Lang)[] people)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        db.AddRange(people.Select(person => new Subscriber { Email = person.Email, EmailKey = person.Email, Lang = person.Lang, State = state, Consent = "test" }));
        await db.SaveChangesAsync();
    }

    private static async Task<SubscriberState> StateOfAsync(TestSite site, string email)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<Subscriber>().AsNoTracking().SingleAsync(s => s.Email == email)).State;
    }

    private static async Task<int> ComposeAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ComposeDigest>().RunAsync(Monday, CancellationToken.None)).Id;
    }

    private static async Task<DeliveryLedger.Progress> SendAsync(TestSite site) =>
        await site.Services.GetRequiredService<SendDigest>().RunAsync(await ComposeAsync(site), null, CancellationToken.None);

    private async Task WaitForMessagesAsync(int count)
    {
        while (_sink.Messages.Count < count)
            await Task.Delay(5);
    }

    /// <summary>As if the two minutes of a dead worker's claims were over.</summary>
    private static async Task ExpireLeasesAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Database.ExecuteSqlRawAsync("update digest_delivery set claimed_until = null");
    }
}
