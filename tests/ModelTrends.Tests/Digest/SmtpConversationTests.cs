using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using MimeKit.Cryptography;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using ModelTrends.Tests.Platform;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;

namespace ModelTrends.Tests.Digest;

/// <summary>What mail servers do: refuse for now or for good, answer late, hang up, want encryption and a login; and what the ledger makes of it.</summary>
public sealed class SmtpConversationTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private readonly SmtpSink _sink = new();

    [Fact]
    public async Task A_temporary_refusal_is_tried_again_a_final_one_suppresses_the_address_and_no_answer_shows_it()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("later@example.org", "en"), ("gone@example.org", "en"));
        var refusals = 0;
        _sink.OnRecipient = address => address switch
        {
            "later@example.org" when Interlocked.Increment(ref refusals) <= 2 => "451 4.3.0 try later",
            "gone@example.org" => "550 5.1.1 <gone@example.org>: no such user",
            _ => null,
        };

        var progress = await DigestFixture.SendAsync(site);

        (progress.Sent, progress.Failed, progress.Waiting).ShouldBe((1, 1, 0));
        refusals.ShouldBe(3);
        (await DigestFixture.DeliveryOfAsync(site, "later@example.org")).Attempts.ShouldBe(3);
        (await DigestFixture.StateOfAsync(site, "gone@example.org")).ShouldBe(SubscriberState.Suppressed);
        (await DigestFixture.DeliveryOfAsync(site, "gone@example.org")).Answer!.ShouldBe("550 5.1.1 <g…@example.org>: no such user");
    }

    [Fact]
    public async Task A_refusal_that_is_not_the_addresss_fault_fails_the_mail_alone_and_can_be_tried_again()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("policy@example.org", "en"), ("full@example.org", "en"), ("content@example.org", "en"));
        var strict = true;
        _sink.OnRecipient = address => !strict ? null : address switch { "policy@example.org" => "554 5.7.1 your network is on our list", "full@example.org" => "552 5.2.2 mailbox full", _ => null };
        _sink.OnData = () => strict ? "554 this looks like spam" : null;

        var progress = await DigestFixture.SendAsync(site);

        (progress.Sent, progress.Failed).ShouldBe((0, 3));
        foreach (var address in new[] { "policy@example.org", "full@example.org", "content@example.org" })
            (await DigestFixture.StateOfAsync(site, address)).ShouldBe(SubscriberState.Confirmed);
        strict = false;
        var issue = await DigestFixture.IssueAsync(site);
        (await site.Services.GetRequiredService<IssueStates>().TryFailedAgainAsync(issue.Id, CancellationToken.None)).ShouldBe(3);
        (await DigestFixture.SendAsync(site)).Sent.ShouldBe(3);
    }

    [Fact]
    public async Task After_the_last_attempt_the_mail_has_failed_and_the_wait_doubles_until_then()
    {
        await using var site = await digest.StartAsync(_sink, ("Smtp:Attempts", "3"));
        await DigestFixture.SubscribeAsync(site, ("never@example.org", "en"));
        _sink.OnRecipient = _ => "452 4.2.2 full";

        var progress = await DigestFixture.SendAsync(site);

        (progress.Failed, progress.Waiting).ShouldBe((1, 0));
        (await DigestFixture.DeliveryOfAsync(site, "never@example.org")).Attempts.ShouldBe(3);
        (await DigestFixture.StateOfAsync(site, "never@example.org")).ShouldBe(SubscriberState.Confirmed);
    }

    [Fact]
    public async Task Too_many_refusals_pause_the_issue_with_the_reason()
    {
        await using var site = await digest.StartAsync(_sink, ("Smtp:PauseAfter", "10"), ("Smtp:PauseShare", "0.3"));
        await DigestFixture.SubscribeAsync(site, [.. Enumerable.Range(0, 100).Select(i => ($"refused{i}@example.org", "en"))]);
        _sink.OnRecipient = _ => "550 5.7.1 blocked";

        var progress = await DigestFixture.SendAsync(site);

        progress.Waiting.ShouldBeGreaterThan(80);
        var issue = await DigestFixture.IssueAsync(site);
        issue.State.ShouldBe(IssueState.Paused);
        issue.PauseReason!.ShouldContain("of the last 10");
        _sink.OnRecipient = _ => null;
        await DigestFixture.ResumeAsync(site, issue.Id);
        await site.Services.GetRequiredService<IssueStates>().TryFailedAgainAsync(issue.Id, CancellationToken.None);
        (await DigestFixture.SendAsync(site)).Sent.ShouldBe(100);
    }

    [Fact]
    public async Task A_connection_that_drops_after_the_message_repeats_it_with_the_same_message_id()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("dropped@example.org", "en"));
        var drops = 0;
        _sink.DropAfterData = () => Interlocked.Increment(ref drops) == 1;

        var progress = await DigestFixture.SendAsync(site);

        progress.Sent.ShouldBe(1);
        drops.ShouldBe(2);
        _sink.Messages.ShouldHaveSingleItem().MessageId.ShouldBe((await DigestFixture.DeliveryOfAsync(site, "dropped@example.org")).MessageId);
    }

    [Fact]
    public async Task A_server_that_answers_too_late_is_left_and_asked_again()
    {
        await using var site = await digest.StartAsync(_sink, ("Smtp:Timeout", "00:00:01"));
        await DigestFixture.SubscribeAsync(site, ("slow@example.org", "en"));
        var answers = 0;
        _sink.Pause = () => Interlocked.Increment(ref answers) == 1 ? TimeSpan.FromSeconds(4) : TimeSpan.Zero;

        var progress = await DigestFixture.SendAsync(site);

        progress.Sent.ShouldBe(1);
        (await DigestFixture.DeliveryOfAsync(site, "slow@example.org")).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_is_away_costs_nobody_an_attempt()
    {
        var away = new SmtpSink();
        var port = away.Port;
        await using var site = await digest.StartAsync(away);
        await away.DisposeAsync();
        await DigestFixture.SubscribeAsync(site, ("patient@example.org", "en"));
        var issue = await DigestFixture.ComposeAsync(site);
        var troubles = 0;
        var running = site.Services.GetRequiredService<SendDigest>().RunAsync(issue, progress => troubles += progress.Trouble is null ? 0 : 1, CancellationToken.None);
        await DigestFixture.WaitForAsync(() => troubles >= 2);

        await using var back = new SmtpSink(port);

        (await running).Sent.ShouldBe(1);
        (await DigestFixture.DeliveryOfAsync(site, "patient@example.org")).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task With_starttls_and_a_login_mail_goes_encrypted_to_a_server_whose_authority_is_trusted()
    {
        using var certificates = new TestCertificates();
        (_sink.Certificate, _sink.Login) = (certificates.Server, ("digest", "open sesame"));
        await using var site = await digest.StartAsync(_sink, ("Smtp:UseTls", "true"), ("Smtp:CaFile", certificates.AuthorityFile), ("Smtp:User", "digest"), ("Smtp:Password", "open sesame"));
        await DigestFixture.SubscribeAsync(site, ("secret@example.org", "en"));

        (await DigestFixture.SendAsync(site)).Sent.ShouldBe(1);

        _sink.Encrypted.ShouldBeGreaterThan(0);
        _sink.Messages.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Smtp:CaFile", "", "certificate")]
    [InlineData("Smtp:Password", "wrong", "535")]
    [InlineData("Smtp:User", "", "not before STARTTLS and AUTH")]
    public async Task A_certificate_nobody_trusts_or_a_wrong_login_pauses_the_issue_and_costs_no_attempt(string key, string value, string reason)
    {
        using var certificates = new TestCertificates();
        (_sink.Certificate, _sink.Login) = (certificates.Server, ("digest", "open sesame"));
        await using var site = await digest.StartAsync(_sink, ("Smtp:UseTls", "true"), ("Smtp:CaFile", certificates.AuthorityFile), ("Smtp:User", "digest"), ("Smtp:Password", "open sesame"), (key, value));
        await DigestFixture.SubscribeAsync(site, ("secret@example.org", "en"));

        await DigestFixture.SendAsync(site);

        _sink.Messages.ShouldBeEmpty();
        var issue = await DigestFixture.IssueAsync(site);
        issue.State.ShouldBe(IssueState.Paused);
        issue.PauseReason!.ShouldContain(reason, Case.Insensitive);
        issue.PauseReason!.ShouldNotContain("open sesame");
        (await DigestFixture.DeliveryOfAsync(site, "secret@example.org")).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task A_server_without_starttls_gets_nothing_in_the_clear()
    {
        await using var site = await digest.StartAsync(_sink, ("Smtp:UseTls", "true"));
        await DigestFixture.SubscribeAsync(site, ("secret@example.org", "en"));

        await DigestFixture.SendAsync(site);

        _sink.Messages.ShouldBeEmpty();
        (await DigestFixture.IssueAsync(site)).State.ShouldBe(IssueState.Paused);
    }

    [Fact]
    public async Task With_a_key_every_mail_carries_a_dkim_signature_that_holds_for_what_arrived()
    {
        using var key = RSA.Create(2048);
        var file = Path.Combine(Path.GetTempPath(), $"mt-dkim-{Guid.NewGuid():n}.pem");
        await File.WriteAllTextAsync(file, key.ExportRSAPrivateKeyPem());
        try
        {
            await using var site = await digest.StartAsync(_sink, ("Smtp:DkimKeyFile", file), ("Smtp:From", "ModelTrends <digest@trends.example.org>"));
            await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"), ("diya@example.org", "hi"), ("li@example.org", "zh"));

            await DigestFixture.SendAsync(site);

            _sink.Messages.Count.ShouldBe(3);
            foreach (var mail in _sink.Messages)
            {
                var signature = mail.Headers[mail.Headers.IndexOf(HeaderId.DkimSignature)];
                signature.Value.ShouldContain("d=trends.example.org");
                signature.Value.ShouldContain("list-unsubscribe-post", Case.Insensitive);
                (await new DkimVerifier(new PublicKey(key)).VerifyAsync(mail, signature)).ShouldBeTrue();
                mail.Headers.Replace(HeaderId.ListUnsubscribe, "<https://evil.example>");
                (await new DkimVerifier(new PublicKey(key)).VerifyAsync(mail, signature)).ShouldBeFalse();
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Addresses_with_other_letters_reach_servers_that_take_them()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("anna@bücher.example", "en"), ("उपयोगकर्ता@डाटामेल.भारत", "hi"));

        var first = await DigestFixture.SendAsync(site);

        (first.Sent, first.Failed).ShouldBe((1, 1));
        _sink.Envelopes.Single().To.ShouldBe("anna@xn--bcher-kva.example");
        _sink.TakesOtherLetters = true;
        await site.Services.GetRequiredService<IssueStates>().TryFailedAgainAsync((await DigestFixture.IssueAsync(site)).Id, CancellationToken.None);
        (await DigestFixture.SendAsync(site)).Sent.ShouldBe(2);
        _sink.Envelopes.ShouldContain(envelope => envelope.To == "उपयोगकर्ता@डाटामेल.भारत");
    }

    [Fact]
    public async Task The_hourly_limit_counts_what_all_workers_sent_and_outlives_a_restart()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var site = await digest.StartAsync(_sink, ("Smtp:PerHour", "30"), ("Smtp:Lease", "00:00:20"));
        await using var other = await digest.StartAsync(_sink, clock, ("Smtp:PerHour", "30"), ("Smtp:Lease", "00:00:20"));
        await DigestFixture.SubscribeAsync(site, [.. Enumerable.Range(0, 50).Select(i => ($"hourly{i}@example.org", "en"))]);
        var issue = await DigestFixture.ComposeAsync(site);

        await RunUntilAsync(site, issue, () => _sink.Messages.Count >= 30);
        await RunUntilAsync(site, issue, null);
        _sink.Messages.Count.ShouldBe(30);

        // An hour later, in another process.
        clock.Advance(TimeSpan.FromMinutes(61));
        await RunUntilAsync(other, issue, () => _sink.Messages.Count >= 50);
        _sink.Messages.Select(DigestFixture.To).Distinct(StringComparer.Ordinal).Count().ShouldBe(50);
    }

    [Fact]
    public async Task Bounces_go_where_the_setting_says()
    {
        await using var site = await digest.StartAsync(_sink, ("Smtp:BounceAddress", "bounces@modeltrends.example"));
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"));

        await DigestFixture.SendAsync(site);

        _sink.Envelopes.Single().ShouldBe(("bounces@modeltrends.example", "anna@example.org"));
        _sink.Messages.Single().From.Mailboxes.Single().Address.ShouldBe("digest@modeltrends.example");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await digest.ForgetAsync();
    }

    /// <summary>Stops a run when the condition holds; without one, after the time in which it could have sent more.</summary>
    private static async Task RunUntilAsync(TestSite site, int issue, Func<bool>? condition)
    {
        using var cancel = new CancellationTokenSource();
        var running = site.Services.GetRequiredService<SendDigest>().RunAsync(issue, null, cancel.Token);
        if (condition is null)
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        else
            await DigestFixture.WaitForAsync(condition);
        await cancel.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private sealed class PublicKey(RSA key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            domain.ShouldBe("trends.example.org");
            selector.ShouldBe("modeltrends");
            using var reader = new StringReader(key.ExportSubjectPublicKeyInfoPem());
            return (AsymmetricKeyParameter)new PemReader(reader).ReadObject();
        }

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
