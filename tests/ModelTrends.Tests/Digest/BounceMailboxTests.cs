using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.Digest;
using ModelTrends.Digest.Bounces;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>Letters of all shapes in a mailbox read over a real socket: which mail they are about, what the ledger has, and what stays.</summary>
public sealed class BounceMailboxTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private const string Relays = "0102019ad0000000-1b2c-4000-8000-000000000000";

    private readonly SmtpSink _sink = new();

    [Theory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task No_letter_blocks_the_next_and_only_what_was_stored_is_removed(MailboxProtocol protocol)
    {
        await using var mailbox = new MailboxServer(protocol, "bounces", "open sesame");
        await using var site = await StartAsync(mailbox, protocol);
        await DigestFixture.SubscribeAsync(site, ("gone@example.org", "en"), ("slow@example.org", "en"), ("late@example.org", "en"), ("fine@example.org", "en"));
        await DigestFixture.SendAsync(site);
        mailbox.Add("Subject: refused\nFrom: MAILER-DAEMON@mx.example\n\nyour mail could not be delivered");
        mailbox.Add("Subject: breaks\nFrom: MAILER-DAEMON@mx.example\n\nyour mail could not be delivered");
        await AddAsync(site, mailbox, NoticeTexts.Report(NoticeTexts.Fields("failed", "4.4.1", "smtp; \u0000\u001b connection timed out")), "slow@example.org");
        await AddAsync(site, mailbox, NoticeTexts.Report(NoticeTexts.Fields("delayed", "4.4.7")), "late@example.org");
        await AddAsync(site, mailbox, NoticeTexts.Report(NoticeTexts.Fields("delivered", "2.0.0")), "fine@example.org");
        mailbox.Add(NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1")).Replace("READER", "fine@example.org", StringComparison.Ordinal));
        await AddAsync(site, mailbox, NoticeTexts.Qmail, "gone@example.org");
        mailbox.OnFetch = subject => subject switch { "refused" => "this message is damaged", "breaks" => "", _ => null };

        for (var look = 0; look < 2; look++)
            await Should.ThrowAsync<Exception>(() => ReadAsync(site), "the server hangs up");
        var summary = await ReadAsync(site);

        (await DigestFixture.StateOfAsync(site, "gone@example.org")).ShouldBe(SubscriberState.Suppressed);
        (await DigestFixture.DeliveryOfAsync(site, "slow@example.org")).BouncedAt.ShouldNotBeNull("a final failure counts whatever its first digit");
        (await DigestFixture.StateOfAsync(site, "slow@example.org")).ShouldBe(SubscriberState.Confirmed);
        var late = await DigestFixture.DeliveryOfAsync(site, "late@example.org");
        (late.BouncedAt, late.Bounce).ShouldBe((null, "delayed: 4.4.7"));
        (await DigestFixture.StateOfAsync(site, "fine@example.org")).ShouldBe(SubscriberState.Confirmed, "anybody can write this");
        summary.Unreadable.ShouldBeGreaterThan(0);
        mailbox.Subjects.Count.ShouldBe(4, "two unreadable ones, one of nobody's, one that says all went well");
        var desk = await DeskAsync(site);
        desk.Look.ShouldNotBeNull().Trouble.ShouldBeNull();
        desk.Unmatched.OfReaders.ShouldBe(1);
        desk.Unmatched.Last.Count(row => row.Said.StartsWith("cannot be read", StringComparison.Ordinal)).ShouldBe(2);
        desk.Unmatched.Last[0].Recipient.ShouldBe("f…@example.org");
    }

    [Fact]
    public async Task A_mail_whose_id_a_relay_changed_is_found_by_its_return_path_its_header_its_envelope_or_the_relays_own_id()
    {
        await using var mailbox = new MailboxServer(MailboxProtocol.Imap, "bounces", "open sesame");
        _sink.TakesEnvelopeIds = true;
        _sink.KeptAs = () => Relays;
        await using var site = await StartAsync(mailbox, MailboxProtocol.Imap, ("Smtp:BounceAddress", "bounces+{mail}@modeltrends.example"));
        var readers = new[] { "path@example.org", "header@example.org", "envelope@example.org", "relay@example.org", "nothing@example.org" };
        await DigestFixture.SubscribeAsync(site, [.. readers.Select(reader => (reader, "en"))]);
        await DigestFixture.SendAsync(site);
        string Changed(string reader, string id = "another-id-of-the-relay@relay.example") => NoticeTexts.About(NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1")), reader, id);

        mailbox.Add($"Delivered-To: {_sink.Envelopes.Single(envelope => envelope.To == "path@example.org").From}\n" + Changed("path@example.org"));
        var header = _sink.Messages.Single(mail => DigestFixture.To(mail) == "header@example.org").Headers["X-ModelTrends-Mail"];
        mailbox.Add(Changed("header@example.org").Replace("Subject: China", "X-ModelTrends-Mail: " + header, StringComparison.Ordinal));
        var name = (await DigestFixture.DeliveryOfAsync(site, "envelope@example.org")).MessageId.Split('@')[0];
        _sink.EnvelopeIds.ShouldContain(id => id == name);
        mailbox.Add(Changed("envelope@example.org").Replace("Reporting-MTA:", $"Original-Envelope-Id: {name}\nReporting-MTA:", StringComparison.Ordinal));
        mailbox.Add(Changed("relay@example.org", Relays + "@relay.example"));
        mailbox.Add(Changed("nothing@example.org"));
        await ReadAsync(site);

        foreach (var reader in readers[..4])
            (await DigestFixture.StateOfAsync(site, reader)).ShouldBe(SubscriberState.Suppressed, reader);
        (await DigestFixture.StateOfAsync(site, "nothing@example.org")).ShouldBe(SubscriberState.Confirmed);
        mailbox.Subjects.Count.ShouldBe(1);
        using var admin = new Platform.Administration.BrowserForm(site.Address);
        await admin.SendAsync("/admin/login", ("Name", "Ada"), ("Password", "correct horse"));
        var desk = await (await admin.GetAsync("/admin/digest")).Content.ReadAsStringAsync();
        desk.ShouldContain("1 notices of the last 90 days were matched with no mail of ours, 1 of them about an address of a reader");
        desk.ShouldContain("another-id-of-the-relay@relay.example");
        desk.ShouldNotContain("nothing@example.org");
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_opened_is_shown_with_the_servers_words_and_since_when_and_without_secrets()
    {
        await using var mailbox = new MailboxServer(MailboxProtocol.Pop3, "bounces", "open sesame");
        await using var site = await StartAsync(mailbox, MailboxProtocol.Pop3, ("Bounces:Password", "wrong"));

        await Should.ThrowAsync<MailKit.Security.AuthenticationException>(() => ReadAsync(site));
        var first = (await DeskAsync(site)).Look.ShouldNotBeNull();
        await Should.ThrowAsync<MailKit.Security.AuthenticationException>(() => ReadAsync(site));
        var second = (await DeskAsync(site)).Look.ShouldNotBeNull();

        first.Trouble.ShouldNotBeNull().ShouldContain("… user or password");
        second.TroubleSince.ShouldBe(first.TroubleSince);
        second.LookedAt.ShouldBeGreaterThan(first.LookedAt);
        using var admin = new Platform.Administration.BrowserForm(site.Address);
        await admin.SendAsync("/admin/login", ("Name", "Ada"), ("Password", "correct horse"));
        (await (await admin.GetAsync("/admin/digest")).Content.ReadAsStringAsync()).ShouldContain("The mailbox of bounces cannot be read since");
    }

    [Fact]
    public async Task A_route_that_stays_closed_suppresses_after_three_issues_and_not_before()
    {
        await using var mailbox = new MailboxServer(MailboxProtocol.Imap, "bounces", "open sesame");
        await using var site = await StartAsync(mailbox, MailboxProtocol.Imap);
        await DigestFixture.SubscribeAsync(site, ("away@example.org", "en"), ("left@example.org", "en"));
        foreach (var monday in new[] { DigestFixture.Monday.AddDays(-14), DigestFixture.Monday.AddDays(-7), DigestFixture.Monday })
        {
            (await DigestFixture.StateOfAsync(site, "away@example.org")).ShouldBe(SubscriberState.Confirmed);
            await DigestFixture.SendAsync(site, monday);
            await AddAsync(site, mailbox, NoticeTexts.Report(NoticeTexts.Fields("failed", "5.4.7")), "away@example.org");
            await ReadAsync(site);
        }

        (await DigestFixture.StateOfAsync(site, "away@example.org")).ShouldBe(SubscriberState.Suppressed);
        await DigestFixture.ChangeAsync(site, db => db.Set<Subscriber>().Single(s => s.Email == "left@example.org").State = SubscriberState.Unsubscribed);
        await AddAsync(site, mailbox, NoticeTexts.Report(NoticeTexts.Fields("failed", "5.1.1")), "left@example.org");
        await ReadAsync(site);
        (await DigestFixture.StateOfAsync(site, "left@example.org")).ShouldBe(SubscriberState.Unsubscribed, "who has left is not brought back by a release");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await digest.ForgetAsync();
    }

    private Task<TestSite> StartAsync(MailboxServer mailbox, MailboxProtocol protocol, params (string Key, string Value)[] settings) => digest.StartAsync(_sink, [
        ("Admin:Password", "correct horse"), ("Bounces:Host", "127.0.0.1"), ("Bounces:Protocol", protocol.ToString()), ("Bounces:Port", mailbox.Port.ToString(CultureInfo.InvariantCulture)),
        ("Bounces:User", "bounces"), ("Bounces:Password", "open sesame"), ("Bounces:UseTls", "false"), .. settings]);

    private static async Task AddAsync(TestSite site, MailboxServer mailbox, string letter, string reader) =>
        mailbox.Add(NoticeTexts.About(letter, reader, (await DigestFixture.DeliveryOfAsync(site, reader)).MessageId));

    private static async Task<ReadBouncesJob.Summary> ReadAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ReadBouncesJob>().RunAsync(CancellationToken.None);
    }

    private static async Task<DigestDesk.BounceState> DeskAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DigestDesk>().BouncesAsync(CancellationToken.None);
    }
}
