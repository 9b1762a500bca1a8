using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>Rows that an earlier version stored with signs nobody sees.</summary>
public sealed class OneReaderOnceTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private readonly SmtpSink _sink = new();

    [Fact]
    public async Task Two_rows_of_one_reader_become_one_with_the_keys_and_mails_of_both()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"), ("\u200banna@example.org", "zh"), ("\ufeffboris@example.org", "hi"), ("clara@example.org.", "en"), ("dora@b\u00fccher.example", "en"));
        await DigestFixture.ChangeAsync(site, db => db.Set<Subscriber>().Single(s => s.Email == "dora@b\u00fccher.example").EmailKey = "dora@xn--bcher-kva.example");
        await SendAsync(site, DigestFixture.Monday.AddDays(-7), "anna@example.org");
        await SendAsync(site, DigestFixture.Monday, "\u200banna@example.org");
        await SendAsync(site, DigestFixture.Monday, "anna@example.org");

        await MendAsync(site);
        await MendAsync(site);

        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().OrderBy(s => s.Email).Select(s => $"{s.Email} {s.EmailKey} {s.Lang} {s.State}").ToListAsync())).ShouldBe([
            "anna@example.org anna@example.org en Confirmed", "boris@example.org boris@example.org hi Confirmed", "clara@example.org clara@example.org en Confirmed",
            "dora@b\u00fccher.example dora@xn--bcher-kva.example en Confirmed"]);
        (await DigestFixture.AskAsync(site, db => db.Set<DigestDelivery>().CountAsync())).ShouldBe(2, "one of each issue");
        (await DigestFixture.AskAsync(site, db => db.Set<SubscriptionToken>().CountAsync())).ShouldBe(3, "every link that was mailed goes on working");
    }

    [Theory]
    [InlineData(SubscriberState.Confirmed, SubscriberState.Unsubscribed, SubscriberState.Unsubscribed)]
    [InlineData(SubscriberState.Unsubscribed, SubscriberState.Confirmed, SubscriberState.Unsubscribed)]
    [InlineData(SubscriberState.Pending, SubscriberState.Confirmed, SubscriberState.Confirmed)]
    [InlineData(SubscriberState.Confirmed, SubscriberState.Suppressed, SubscriberState.Confirmed)]
    [InlineData(SubscriberState.Suppressed, SubscriberState.Confirmed, SubscriberState.Suppressed)]
    public async Task Who_has_left_one_of_the_two_has_left_and_a_refusal_of_the_invisible_sign_counts_for_nothing(SubscriberState plain, SubscriberState odd, SubscriberState after)
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, plain, ("anna@example.org", "en"));
        await DigestFixture.SubscribeAsync(site, odd, ("anna@example.org\u200b", "en"));

        await MendAsync(site);

        (await DigestFixture.AskAsync(site, db => db.Set<Subscriber>().Select(s => s.State).SingleAsync())).ShouldBe(after);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await digest.ForgetAsync();
    }

    private static async Task SendAsync(TestSite site, DateOnly monday, string email)
    {
        var issue = await DigestFixture.ComposeAsync(site, monday);
        await DigestFixture.ChangeAsync(site, db =>
        {
            var id = db.Set<Subscriber>().Single(s => s.Email == email).Id;
            db.Add(new DigestDelivery { IssueId = issue, SubscriberId = id, State = DeliveryState.Sent, MessageId = $"{issue}.{id}@modeltrends.example", SentAt = DateTimeOffset.UnixEpoch });
            db.Add(new SubscriptionToken { Hash = Guid.NewGuid().ToByteArray(), SubscriberId = id, Purpose = TokenPurpose.Manage });
        });
    }

    private static async Task MendAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OneReaderOnce>().RunAsync(CancellationToken.None);
    }
}
