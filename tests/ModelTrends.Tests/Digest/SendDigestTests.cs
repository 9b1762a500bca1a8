using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>A real SMTP conversation with a sink; what arrived is parsed by MimeKit.</summary>
public sealed class SendDigestTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private readonly SmtpSink _sink = new();

    [Fact]
    public async Task Everybody_confirmed_gets_exactly_one_mail_with_the_headers_mail_programs_need()
    {
        await using var site = await digest.StartAsync(_sink, ("Site:PublicUrl", "https://trends.example.org"));
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"), ("diya@example.org", "hi"), ("li@example.org", "zh"));
        await DigestFixture.SubscribeAsync(site, SubscriberState.Pending, ("not-yet@example.org", "en"));
        await DigestFixture.SubscribeAsync(site, SubscriberState.Paused, ("resting@example.org", "en"));

        var progress = await DigestFixture.SendAsync(site);
        await DigestFixture.SendAsync(site);

        progress.Sent.ShouldBe(3);
        _sink.Messages.Select(DigestFixture.To).Order(StringComparer.Ordinal).ShouldBe(["anna@example.org", "diya@example.org", "li@example.org"]);
        _sink.Messages.Select(message => message.MessageId).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        var mail = _sink.Messages.Single(message => DigestFixture.To(message) == "anna@example.org");
        mail.Subject.ShouldStartWith("China ");
        mail.Headers["List-Unsubscribe"]!.ShouldMatch("^<https://trends\\.example\\.org/subscriptions/[A-Za-z0-9_-]{43}/unsubscribe>$");
        mail.Headers["List-Unsubscribe-Post"]!.ShouldBe("List-Unsubscribe=One-Click");
        mail.Headers["List-Id"]!.ShouldBe("ModelTrends weekly digest <digest.modeltrends.example>");
        mail.Headers["Precedence"]!.ShouldBe("bulk");
        mail.Headers["Auto-Submitted"]!.ShouldBe("auto-generated");
        mail.Headers["Feedback-ID"]!.ShouldBe("2026-W18:en:digest:modeltrends");
        // The archive by its name, with whom its licence wants named; its key is a word of the API.
        mail.TextBody!.ShouldContain("Trending list, spring 2026, (c) 2026 Mirko Basil Dolger");
        mail.TextBody!.ShouldNotContain("archive:");
        mail.HtmlBody!.ShouldContain("cid:share@modeltrends");
        mail.BodyParts.Single(part => part.ContentId == "share@modeltrends").ContentType.MimeType.ShouldBe("image/png");
        mail.TextBody!.ShouldNotContain(PersonalText.TokenPlace);
        _sink.Messages.Single(message => DigestFixture.To(message) == "diya@example.org").TextBody!.ShouldContain("चीन");
        _sink.Messages.Single(message => DigestFixture.To(message) == "li@example.org").TextBody!.ShouldContain("中国");
        var row = await DigestFixture.DeliveryOfAsync(site, "anna@example.org");
        (row.State, row.Attempts, row.MessageId).ShouldBe((DeliveryState.Sent, 1, mail.MessageId));
        row.SentAt.ShouldNotBeNull();
        row.Answer!.ShouldContain("kept as");
    }

    [Fact]
    public async Task The_unsubscribe_header_works_at_once_without_cookie_and_a_look_changes_nothing()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("leaver@example.org", "en"));
        await DigestFixture.SendAsync(site);
        var link = new Uri(_sink.Messages.Single().Headers["List-Unsubscribe"]!.Trim('<', '>')).PathAndQuery;
        using var bare = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.Address };

        (await bare.GetAsync(link)).EnsureSuccessStatusCode();
        (await DigestFixture.StateOfAsync(site, "leaver@example.org")).ShouldBe(SubscriberState.Confirmed);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["List-Unsubscribe"] = "One-Click" });
        var answer = await bare.PostAsync(link, form);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await DigestFixture.StateOfAsync(site, "leaver@example.org")).ShouldBe(SubscriberState.Unsubscribed);
        (await bare.PostAsync(link, null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, "twice is as once");
    }

    [Theory]
    [InlineData("en", "You get this mail", "Read this issue online", "Get the next one by mail")]
    [InlineData("hi", "आपको यह मेल", "यह अंक ऑनलाइन पढ़ें", "अगला अंक मेल से पाएँ")]
    [InlineData("zh", "您收到此邮件", "在线阅读本期", "订阅下一期")]
    public async Task The_web_archive_and_the_feed_have_the_issue_without_the_lines_for_who_got_the_mail(string lang, string why, string online, string ask)
    {
        await using var site = await digest.StartAsync(_sink, ("Site:PublicUrl", "https://trends.example.org"));
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", lang));
        await DigestFixture.SendAsync(site);
        var mail = _sink.Messages.Single();
        (mail.HtmlBody!.Contains(why, StringComparison.Ordinal), mail.HtmlBody!.Contains(online, StringComparison.Ordinal)).ShouldBe((true, true));

        var page = await site.Client.GetStringAsync($"/digests/2026-W18?lang={lang}");
        var feed = await site.Client.GetAsync($"/digests/feed.xml?lang={lang}");

        page.ShouldContain(mail.HtmlBody!.Split("<h1")[1].Split("</h1>")[0]);
        page.ShouldNotContain(why);
        page.ShouldNotContain(online);
        page.ShouldNotContain(PersonalText.TokenPlace);
        page.ShouldContain($"<a href=\"https://trends.example.org/subscriptions?lang={lang}\" style=\"color:#005a9c;\">{ask}</a></p>");
        page.ShouldContain("src=\"data:image/png;base64,");
        var entry = System.Xml.Linq.XDocument.Parse(await feed.Content.ReadAsStringAsync()).Root!.Elements().Single(element => element.Name.LocalName == "entry");
        entry.Elements().Single(element => element.Name.LocalName == "title").Value.ShouldBe(mail.Subject);
        entry.Elements().Single(element => element.Name.LocalName == "id").Value.ShouldBe("https://trends.example.org/digests/2026-W18");
        feed.Headers.ETag.ShouldNotBeNull();
    }

    [Fact]
    public async Task Two_workers_at_once_send_no_mail_twice()
    {
        // Who finds nothing more to take looks again when the other's claims have run out: here soon.
        var lease = ("Smtp:Lease", "00:00:05");
        await using var site = await digest.StartAsync(_sink, lease);
        await using var other = await digest.StartAsync(_sink, lease);
        await DigestFixture.SubscribeAsync(site, [.. Enumerable.Range(0, 200).Select(i => ($"reader{i}@example.org", "en"))]);
        var issue = await DigestFixture.ComposeAsync(site);

        await Task.WhenAll(
            site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, CancellationToken.None),
            other.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, CancellationToken.None));

        _sink.Messages.Count.ShouldBe(200);
        _sink.Messages.Select(DigestFixture.To).Distinct(StringComparer.Ordinal).Count().ShouldBe(200);
    }

    [Fact]
    public async Task Stopped_five_times_the_issue_still_reaches_everybody_once()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, [.. Enumerable.Range(0, 300).Select(i => ($"patient{i}@example.org", "en"))]);
        var issue = await DigestFixture.ComposeAsync(site);
        for (var stop = 0; stop < 5; stop++)
        {
            using var cancel = new CancellationTokenSource();
            var running = site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, cancel.Token);
            await DigestFixture.WaitForAsync(() => _sink.Messages.Count >= (stop + 1) * 20);
            await cancel.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => running);
        }

        var progress = await site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, CancellationToken.None);

        (progress.Sent, progress.Waiting).ShouldBe((300, 0));
        _sink.Messages.Count.ShouldBe(300);
        _sink.Messages.Select(message => message.MessageId).Distinct(StringComparer.Ordinal).Count().ShouldBe(300);
    }

    [Fact]
    public async Task An_issue_paused_by_hand_stops_at_once_stays_paused_and_goes_on_when_resumed()
    {
        await using var site = await digest.StartAsync(_sink, ("Smtp:Connections", "1"));
        await DigestFixture.SubscribeAsync(site, [.. Enumerable.Range(0, 60).Select(i => ($"waiting{i}@example.org", "en"))]);
        var issue = await DigestFixture.ComposeAsync(site);
        _sink.Pause = () => TimeSpan.FromMilliseconds(20);
        var send = site.Services.GetRequiredService<SendDigest>();
        var running = send.RunAsync(issue, null, CancellationToken.None);
        await DigestFixture.WaitForAsync(() => _sink.Messages.Count >= 5);

        await site.Services.GetRequiredService<IssueStates>().PauseAsync(issue, IssueStates.PausedByHand, CancellationToken.None);
        var paused = await running;
        var again = await send.RunAsync(issue, null, CancellationToken.None);

        paused.Sent.ShouldBeLessThan(60);
        again.Sent.ShouldBe(paused.Sent);
        (await DigestFixture.IssueAsync(site)).PauseReason.ShouldBe(IssueStates.PausedByHand);
        (await DigestFixture.ResumeAsync(site, issue)).ShouldBe(1);
        (await send.RunAsync(issue, null, CancellationToken.None)).Sent.ShouldBe(60);
        _sink.Messages.Select(DigestFixture.To).Distinct(StringComparer.Ordinal).Count().ShouldBe(60);
        (await DigestFixture.IssueAsync(site)).State.ShouldBe(IssueState.Done);
    }

    [Fact]
    public async Task An_issue_paused_before_anybody_was_enlisted_still_reaches_everybody()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("early@example.org", "en"));
        var issue = await DigestFixture.ComposeAsync(site);
        await site.Services.GetRequiredService<IssueStates>().PauseAsync(issue, IssueStates.PausedByHand, CancellationToken.None);
        await DigestFixture.ResumeAsync(site, issue);

        await DigestFixture.SendAsync(site);

        DigestFixture.To(_sink.Messages.ShouldHaveSingleItem()).ShouldBe("early@example.org");
    }

    [Fact]
    public async Task Who_leaves_while_the_issue_is_sent_gets_no_mail_and_who_is_erased_leaves_no_trace()
    {
        await using var site = await digest.StartAsync(_sink, ("Smtp:Connections", "1"));
        await DigestFixture.SubscribeAsync(site, [.. Enumerable.Range(0, 40).Select(i => ($"staying{i}@example.org", "en")), ("leaving@example.org", "en"), ("erased@example.org", "en")]);
        var issue = await DigestFixture.ComposeAsync(site);
        _sink.Pause = () => TimeSpan.FromMilliseconds(20);
        var running = site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, CancellationToken.None);
        await DigestFixture.WaitForAsync(() => _sink.Messages.Count >= 2);

        await DigestFixture.ChangeAsync(site, db => db.Set<Subscriber>().Single(s => s.Email == "leaving@example.org").State = SubscriberState.Unsubscribed);
        await DigestFixture.ChangeAsync(site, db => db.Remove(db.Set<Subscriber>().Single(s => s.Email == "erased@example.org")));
        var progress = await running;

        (progress.Sent, progress.Cancelled, progress.Waiting).ShouldBe((40, 1, 0));
        _sink.Messages.ShouldNotContain(message => DigestFixture.To(message) == "leaving@example.org");
        (await DigestFixture.AskAsync(site, db => db.Set<DigestDelivery>().CountAsync())).ShouldBe(41);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await digest.ForgetAsync();
    }
}
