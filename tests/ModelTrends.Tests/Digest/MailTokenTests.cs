using ModelTrends.Data.Tables;
using ModelTrends.Digest;
using ModelTrends.Digest.Bounces;
using ModelTrends.Digest.Delivery;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>Mail servers that take no passwords: a token is got over real HTTP and shown in the real conversation.</summary>
public sealed class MailTokenTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private readonly SmtpSink _sink = new();
    private readonly TokenEndpoint _endpoint = new();

    [Fact]
    public async Task Mail_goes_to_a_server_that_takes_tokens_only_and_one_token_serves_all_connections()
    {
        _sink.TokenLogin = ("digest@example.org", () => _endpoint.Token);
        await using var site = await StartAsync();
        await DigestFixture.SubscribeAsync(site, [.. Enumerable.Range(0, 30).Select(i => ($"r{i}@example.org", "en"))]);

        var progress = await DigestFixture.SendAsync(site);

        (progress.Sent, progress.Failed, _sink.Messages.Count).ShouldBe((30, 0, 30));
        var form = _endpoint.Forms.ShouldHaveSingleItem();
        form.ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "refresh_token", ["client_id"] = "modeltrends", ["client_secret"] = "hush", ["refresh_token"] = "refresh me", ["scope"] = "mail.send",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_client_in_its_own_name_asks_without_a_refresh_token()
    {
        _sink.TokenLogin = ("digest@example.org", () => _endpoint.Token);
        await using var site = await StartAsync(("Smtp:OAuth:RefreshToken", ""));
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"));

        (await DigestFixture.SendAsync(site)).Sent.ShouldBe(1);

        _endpoint.Forms.ShouldHaveSingleItem()["grant_type"].ShouldBe("client_credentials");
    }

    [Fact]
    public async Task An_endpoint_that_fails_twice_is_asked_again()
    {
        _sink.TokenLogin = ("digest@example.org", () => _endpoint.Token);
        _endpoint.OnAsk = () => _endpoint.Forms.Count <= 2 ? (503, "busy") : null;
        await using var site = await StartAsync(("Smtp:Connections", "1"));
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"));

        (await DigestFixture.SendAsync(site)).Sent.ShouldBe(1);

        _endpoint.Forms.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refused_refresh_token_pauses_the_issue_with_the_endpoints_words_and_without_the_secrets()
    {
        _sink.TokenLogin = ("digest@example.org", () => "never");
        _endpoint.OnAsk = () => (400, """{"error":"invalid_grant","error_description":"the token 'refresh me' of client hush was revoked"}""");
        await using var site = await StartAsync();
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"));

        await DigestFixture.SendAsync(site);

        var issue = await DigestFixture.IssueAsync(site);
        issue.State.ShouldBe(IssueState.Paused);
        issue.PauseReason!.ShouldContain("invalid_grant: the token '…' of client … was revoked");
        (await DigestFixture.DeliveryOfAsync(site, "anna@example.org")).Attempts.ShouldBe(0, "no fault of the recipient");
    }

    [Fact]
    public async Task A_token_that_the_server_no_longer_takes_is_not_shown_again()
    {
        var taken = "another";
        _sink.TokenLogin = ("digest@example.org", () => taken);
        await using var site = await StartAsync(("Smtp:Connections", "1"));
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"));
        await DigestFixture.SendAsync(site);
        var issue = await DigestFixture.IssueAsync(site);
        issue.PauseReason!.ShouldContain("this token is not valid");

        taken = "token-2";
        await DigestFixture.ResumeAsync(site, issue.Id);

        (await DigestFixture.SendAsync(site)).Sent.ShouldBe(1);
    }

    [Theory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task The_mailbox_of_bounces_is_read_with_a_token_and_a_refusal_is_shown_on_the_desk(MailboxProtocol protocol)
    {
        var valid = true;
        await using var mailbox = new MailboxServer(protocol, "bounces@example.org", "unused") { Token = () => valid ? _endpoint.Token : "another" };
        await using var site = await digest.StartAsync(
            _sink, ("Bounces:Host", "127.0.0.1"), ("Bounces:Protocol", protocol.ToString()), ("Bounces:Port", mailbox.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("Bounces:User", "bounces@example.org"), ("Bounces:UseTls", "false"), ("Bounces:OAuth:TokenEndpoint", _endpoint.Address), ("Bounces:OAuth:ClientId", "modeltrends"),
            ("Bounces:OAuth:RefreshToken", "refresh me"));

        await ReadAsync(site);
        var good = await DeskAsync(site);
        valid = false;
        await Should.ThrowAsync<MailKit.Security.AuthenticationException>(() => ReadAsync(site));
        var bad = await DeskAsync(site);

        good.Look.ShouldNotBeNull().Trouble.ShouldBeNull();
        bad.Look.ShouldNotBeNull().Trouble.ShouldNotBeNull().ShouldContain("this token is not valid");
        bad.Look.TroubleSince.ShouldNotBeNull();
        bad.Look.ReadAt.ShouldBe(good.Look.ReadAt);
    }

    [Theory]
    [InlineData("Smtp:OAuth:TokenEndpoint", "http://login.example.org/token", "Smtp__OAuth__TokenEndpoint")]
    [InlineData("Smtp:OAuth:TokenEndpoint", "", "Smtp__OAuth__TokenEndpoint")]
    [InlineData("Smtp:OAuth:ClientId", "", "Smtp__OAuth__ClientId")]
    [InlineData("Smtp:User", "", "Smtp__User")]
    [InlineData("Smtp:BounceAddress", "a-very-long-local-part-that-leaves-no-room+{mail}@example.org", "Smtp__BounceAddress")]
    [InlineData("Bounces:OAuth:ClientId", "modeltrends", "Bounces__OAuth__TokenEndpoint")]
    public async Task A_login_that_is_not_whole_is_refused_at_the_start_with_the_setting(string key, string value, string setting) =>
        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => StartAsync((key, value)))).Message.ShouldContain(setting);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _endpoint.DisposeAsync();
        await digest.ForgetAsync();
    }

    private Task<TestSite> StartAsync(params (string Key, string Value)[] settings) => digest.StartAsync(_sink, [
        ("Smtp:User", "digest@example.org"), ("Smtp:OAuth:TokenEndpoint", _endpoint.Address), ("Smtp:OAuth:ClientId", "modeltrends"), ("Smtp:OAuth:ClientSecret", "hush"),
        ("Smtp:OAuth:RefreshToken", "refresh me"), ("Smtp:OAuth:Scope", "mail.send"), .. settings]);

    private static async Task ReadAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReadBouncesJob>().RunAsync(CancellationToken.None);
    }

    private static async Task<DigestDesk.BounceState> DeskAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DigestDesk>().BouncesAsync(CancellationToken.None);
    }
}
