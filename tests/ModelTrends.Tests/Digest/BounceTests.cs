using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MimeKit;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Bounces;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>Reports that come after the mail was accepted: by webhook, and in a mailbox read over a real socket.</summary>
public sealed class BounceTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private const string Secret = "bounce secret";

    private readonly SmtpSink _sink = new();

    [Theory]
    [InlineData(MailboxProtocol.Pop3, false)]
    [InlineData(MailboxProtocol.Pop3, true)]
    [InlineData(MailboxProtocol.Imap, false)]
    [InlineData(MailboxProtocol.Imap, true)]
    public async Task Notices_in_the_mailbox_suppress_addresses_and_are_removed_all_else_stays(MailboxProtocol protocol, bool encrypted)
    {
        using var certificates = new TestCertificates();
        await using var mailbox = new MailboxServer(protocol, "bounces", "open sesame") { Certificate = encrypted ? certificates.Server : null };
        await using var site = await StartAsync(
            ("Bounces:Host", "127.0.0.1"), ("Bounces:Protocol", protocol.ToString()), ("Bounces:Port", mailbox.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Bounces:User", "bounces"), ("Bounces:Password", "open sesame"), ("Bounces:UseTls", encrypted ? "true" : "false"), ("Bounces:CaFile", certificates.AuthorityFile));
        await DigestFixture.SubscribeAsync(site, ("gone@example.org", "en"), ("full@example.org", "en"), ("late@example.org", "en"), ("victim@example.org", "en"));
        await DigestFixture.SendAsync(site);
        mailbox.Add(Notice("gone@example.org", await MessageIdAsync(site, "gone@example.org"), "failed", "5.1.1"));
        mailbox.Add(Notice("full@example.org", await MessageIdAsync(site, "full@example.org"), "failed", "5.2.2"));
        mailbox.Add(Notice("late@example.org", await MessageIdAsync(site, "late@example.org"), "delayed", "4.4.7"));
        mailbox.Add(Notice("victim@example.org", "2026-w18.forged@modeltrends.example", "failed", "5.1.1"));
        mailbox.Add(Letter("I am away until Monday"));

        var summary = await ReadAsync(site);

        (summary.Looked, summary.Notices, summary.Suppressed).ShouldBe((5, 3, 1));
        (await DigestFixture.StateOfAsync(site, "gone@example.org")).ShouldBe(SubscriberState.Suppressed);
        (await DigestFixture.StateOfAsync(site, "full@example.org")).ShouldBe(SubscriberState.Confirmed);
        (await DigestFixture.StateOfAsync(site, "late@example.org")).ShouldBe(SubscriberState.Confirmed);
        (await DigestFixture.StateOfAsync(site, "victim@example.org")).ShouldBe(SubscriberState.Confirmed, "nobody outside knows a Message-ID of ours");
        var row = await DigestFixture.DeliveryOfAsync(site, "gone@example.org");
        row.State.ShouldBe(DeliveryState.Sent);
        row.BouncedAt.ShouldNotBeNull();
        row.Bounce!.ShouldContain("5.1.1");
        row.Bounce!.ShouldNotContain("gone@example.org");
        (await DigestFixture.DeliveryOfAsync(site, "late@example.org")).BouncedAt.ShouldBeNull();
        mailbox.Subjects.ShouldBe(["Undelivered: victim@example.org", "I am away until Monday"]);
        (await ReadAsync(site)).ShouldBe(new ReadBouncesJob.Summary(0, 0, 0), "what stays was looked at");
        mailbox.Encrypted.ShouldBe(encrypted);
    }

    [Fact]
    public async Task A_wrong_password_of_the_mailbox_is_a_failed_job_that_says_why()
    {
        await using var mailbox = new MailboxServer(MailboxProtocol.Pop3, "bounces", "open sesame");
        await using var site = await StartAsync(
            ("Bounces:Host", "127.0.0.1"), ("Bounces:Protocol", "Pop3"), ("Bounces:Port", mailbox.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Bounces:User", "bounces"), ("Bounces:Password", "wrong"), ("Bounces:UseTls", "false"));

        await Should.ThrowAsync<MailKit.Security.AuthenticationException>(() => ReadAsync(site));
    }

    [Fact]
    public async Task The_webhook_takes_reports_from_who_knows_the_secret()
    {
        await using var site = await StartAsync();
        await DigestFixture.SubscribeAsync(site, ("gone@example.org", "en"), ("forwarded@example.org", "en"), ("stays@example.org", "en"));
        await DigestFixture.SendAsync(site);
        var reports = new object[]
        {
            new { recipient = "gone@example.org", status = "5.1.1" },
            new { recipient = "elsewhere@example.net", messageId = $"<{await MessageIdAsync(site, "forwarded@example.org")}>", status = "5.1.10 address does not exist" },
            new { recipient = "stays@example.org", status = "4.2.2" },
            new { recipient = "nobody@example.org", status = "5.1.1" },
        };

        using var stranger = new HttpRequestMessage(HttpMethod.Post, "/hooks/bounces") { Content = JsonContent.Create(reports) };
        (await site.Client.SendAsync(stranger)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await DigestFixture.StateOfAsync(site, "gone@example.org")).ShouldBe(SubscriberState.Confirmed);
        var answer = await PostAsync(site, JsonContent.Create(reports));

        (await answer.Content.ReadFromJsonAsync<JsonObject>())!.ToJsonString().ShouldBe("""{"suppressed":2,"noted":0,"ignored":1,"unknown":1}""");
        (await DigestFixture.StateOfAsync(site, "gone@example.org")).ShouldBe(SubscriberState.Suppressed);
        (await DigestFixture.StateOfAsync(site, "forwarded@example.org")).ShouldBe(SubscriberState.Suppressed);
        (await DigestFixture.StateOfAsync(site, "stays@example.org")).ShouldBe(SubscriberState.Confirmed);
    }

    [Theory]
    [InlineData("[", "body")]
    [InlineData("7", "body")]
    [InlineData("[{\"status\":\"5.1.1\"}]", "[0].recipient")]
    [InlineData("{\"recipient\":\"a@example.org\",\"status\":\"bounced\"}", "[0].status")]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    [InlineData("[[]]", "[0]")]
    [InlineData("[null]", "[0]")]
    [InlineData("[{\"recipient\":\"a@example.org\",\"status\":\"5.1.1\"},7]", "[1]")]
    [InlineData("{\"recipient\":7,\"status\":\"5.1.1\"}", "[0].recipient")]
    [InlineData("{\"recipient\":[\"a@example.org\"],\"status\":\"5.1.1\"}", "[0].recipient")]
    [InlineData("{\"messageId\":{},\"status\":\"5.1.1\"}", "[0].messageId")]
    [InlineData("{\"recipient\":\"a@example.org\",\"status\":5.1}", "[0].status")]
    [InlineData("{\"recipient\":\"a@example.org\",\"status\":null}", "[0].status")]
    [InlineData("{\"recipient\":\"a\\u0000@example.org\",\"status\":\"5.1.1\"}", "[0].recipient")]
    [InlineData("{\"recipient\":\"a@example.org\",\"status\":\"5.1.1 \\u0000\"}", "[0].status")]
    [InlineData("{\"messageId\":\"\\ud800\",\"status\":\"5.1.1\"}", "[0].messageId")]
    [InlineData("{\"\\udfff\":\"\",\"recipient\":\"a@example.org\",\"status\":\"5.1.1\"}", "[0]")]
    [InlineData("{\"recipient\":\"a@example.org\",\"status\":\"5.1.1\",\"action\":\"perhaps\"}", "[0].action")]
    public async Task A_report_that_cannot_be_read_is_refused_with_the_field(string body, string field)
    {
        await using var site = await StartAsync();

        var answer = await PostAsync(site, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task A_body_nested_without_end_or_not_in_utf8_is_no_fault_of_ours_and_a_huge_one_is_too_large()
    {
        await using var site = await StartAsync();

        (await PostAsync(site, new StringContent(new string('[', 100_000)))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(site, new StringContent($$"""{"recipient":{{string.Concat(Enumerable.Repeat("{\"a\":", 500))}}""" + "1"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(site, new ByteArrayContent([.. "{\"recipient\":\""u8, 0xC3, 0x28, .. "\",\"status\":\"5.1.1\"}"u8]))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(site, new StringContent($"[{new string(' ', 1_100_000)}]"))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task What_cannot_be_a_value_of_the_database_is_answered_all_the_same()
    {
        await using var site = await StartAsync();
        await DigestFixture.SubscribeAsync(site, ("stays@example.org", "en"));
        await DigestFixture.SendAsync(site);
        var reports = new object[]
        {
            new { recipient = "stays@example.org", status = "5.2.2 \u001b[31m\r\nfull\u0007", diagnostic = new string('x', 9000) },
            new { recipient = new string('a', 9000) + "@example.org", messageId = "\u202e<\n>", status = "5.1.1" },
        };

        var answer = await PostAsync(site, JsonContent.Create(reports));

        (await answer.Content.ReadFromJsonAsync<JsonObject>())!.ToJsonString().ShouldBe("""{"suppressed":0,"noted":1,"ignored":0,"unknown":1}""");
        (await DigestFixture.DeliveryOfAsync(site, "stays@example.org")).Bounce!.ShouldStartWith("5.2.2 [31m full xxx");
    }

    [Fact]
    public async Task A_provider_that_proved_itself_needs_no_message_id_of_ours_and_may_say_that_it_is_over()
    {
        await using var site = await StartAsync();
        await DigestFixture.SubscribeAsync(site, ("gone@example.org", "en"), ("slow@example.org", "en"), ("policy@example.org", "en"));
        await DigestFixture.SendAsync(site);
        var reports = new object[]
        {
            new { recipient = "GONE\u200b@Example.org.", messageId = "0102019ad0000000-0000-000000", status = "5.1.1 no such user" },
            new { recipient = "slow@example.org", status = "4.4.7", action = "failed" },
            new { recipient = "policy@example.org", status = "5.0.0", diagnostic = "550 5.7.1 on a list" },
        };

        var answer = await PostAsync(site, JsonContent.Create(reports));

        (await answer.Content.ReadFromJsonAsync<JsonObject>())!.ToJsonString().ShouldBe("""{"suppressed":1,"noted":2,"ignored":0,"unknown":0}""");
        (await DigestFixture.StateOfAsync(site, "gone@example.org")).ShouldBe(SubscriberState.Suppressed);
        (await DigestFixture.DeliveryOfAsync(site, "slow@example.org")).BouncedAt.ShouldNotBeNull();
        (await DigestFixture.StateOfAsync(site, "policy@example.org")).ShouldBe(SubscriberState.Confirmed);
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_webhook()
    {
        await using var site = await digest.StartAsync(_sink);

        (await site.Client.PostAsJsonAsync("/hooks/bounces", Array.Empty<object>())).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_mailbox_that_is_full_for_three_issues_gets_no_fourth()
    {
        await using var site = await StartAsync();
        await DigestFixture.SubscribeAsync(site, ("full@example.org", "en"));
        foreach (var monday in new[] { DigestFixture.Monday.AddDays(-14), DigestFixture.Monday.AddDays(-7), DigestFixture.Monday })
        {
            (await DigestFixture.StateOfAsync(site, "full@example.org")).ShouldBe(SubscriberState.Confirmed);
            await DigestFixture.SendAsync(site, monday);
            await PostAsync(site, JsonContent.Create(new { messageId = await MessageIdAsync(site, "full@example.org"), status = "5.2.2 mailbox full" }));
        }

        (await DigestFixture.StateOfAsync(site, "full@example.org")).ShouldBe(SubscriberState.Suppressed);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await digest.ForgetAsync();
    }

    private Task<TestSite> StartAsync(params (string Key, string Value)[] settings) => digest.StartAsync(_sink, [("Digest:BounceSecret", Secret), .. settings]);

    private static async Task<HttpResponseMessage> PostAsync(TestSite site, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/bounces") { Content = content };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", Secret);
        return await site.Client.SendAsync(request);
    }

    private static async Task<ReadBouncesJob.Summary> ReadAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ReadBouncesJob>().RunAsync(CancellationToken.None);
    }

    private static async Task<string> MessageIdAsync(TestSite site, string email) => (await DigestFixture.DeliveryOfAsync(site, email)).MessageId;

    private static MimeMessage Letter(string subject) => new([new MailboxAddress("A reader", "reader@example.org")], [new MailboxAddress(null, "bounces@modeltrends.example")], subject, new TextPart("plain") { Text = subject });

    /// <summary>As Postfix writes it: words for people, fields for machines, the headers of the mail it is about.</summary>
    private static MimeMessage Notice(string to, string messageId, string action, string status) => MimeMessage.Load(new MemoryStream(System.Text.Encoding.ASCII.GetBytes($"""
        From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
        To: bounces@modeltrends.example
        Subject: Undelivered: {to}
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="part"

        --part
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --part
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org
        X-Postfix-Sender: rfc822; bounces@modeltrends.example

        Final-Recipient: rfc822; {to}
        Original-Recipient: rfc822;{to}
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 {status} <{to}>: not delivered

        --part
        Content-Type: text/rfc822-headers

        From: ModelTrends <digest@modeltrends.example>
        To: {to}
        Message-ID: <{messageId}>
        Subject: China

        --part--

        """.ReplaceLineEndings("\r\n"))));
}
