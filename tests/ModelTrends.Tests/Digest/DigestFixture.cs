using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>A site that hands its mail to a sink, on a database with the archives that ship with the program, and its readers.</summary>
public sealed class DigestFixture(PostgresServer server) : IAsyncLifetime
{
    /// <summary>The week the shipped trending archive covers.</summary>
    public static readonly DateOnly Monday = new(2026, 4, 27);

    private string? _publicUrl;

    public TestDatabase Database { get; } = new(server);

    public Task<TestSite> StartAsync(SmtpSink sink, params (string Key, string Value)[] settings) => StartAsync(sink, null, settings);

    public async Task<TestSite> StartAsync(SmtpSink sink, TimeProvider? clock, params (string Key, string Value)[] settings)
    {
        await ForgetIssuesOfAsync(settings.SingleOrDefault(setting => setting.Key == "Site:PublicUrl").Value);
        return await TestSite.StartAsync(Database, builder =>
        {
            builder.Configuration["Smtp:Host"] = "127.0.0.1";
            builder.Configuration["Smtp:Port"] = sink.Port.ToString(CultureInfo.InvariantCulture);
            builder.Configuration["Smtp:UseTls"] = "false";
            builder.Configuration["Smtp:FirstWait"] = "00:00:00.2";
            foreach (var (key, value) in settings)
                builder.Configuration[key] = value;
            if (clock is not null)
                builder.Services.AddSingleton(clock);
        });
    }

    public static Task SubscribeAsync(TestSite site, params (string Email, string Lang)[] people) => SubscribeAsync(site, SubscriberState.Confirmed, people);

    public static Task SubscribeAsync(TestSite site, SubscriberState state, params (string Email, string Lang)[] people) => ChangeAsync(site, db =>
        db.AddRange(people.Select(person => new Subscriber { Email = person.Email, EmailKey = person.Email.ToLowerInvariant(), Lang = person.Lang, State = state, Consent = "test", ConfirmedAt = DateTimeOffset.UnixEpoch })));

    public static async Task ChangeAsync(TestSite site, Action<ModelTrendsDb> change)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        change(db);
        await db.SaveChangesAsync();
    }

    public static async Task<T> AskAsync<T>(TestSite site, Func<ModelTrendsDb, Task<T>> ask)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<ModelTrendsDb>());
    }

    public static Task<SubscriberState> StateOfAsync(TestSite site, string email) => AskAsync(site, db => db.Set<Subscriber>().AsNoTracking().Where(s => s.Email == email).Select(s => s.State).SingleAsync());

    public static Task<DigestDelivery> DeliveryOfAsync(TestSite site, string email) => AskAsync(site, db =>
        (from d in db.Set<DigestDelivery>().AsNoTracking() join s in db.Set<Subscriber>() on d.SubscriberId equals s.Id join i in db.Set<DigestIssue>() on d.IssueId equals i.Id where s.Email == email orderby i.Monday descending select d).FirstAsync());

    public static Task<DigestIssue> IssueAsync(TestSite site) => AskAsync(site, db => db.Set<DigestIssue>().AsNoTracking().OrderByDescending(i => i.Monday).FirstAsync());

    public static async Task<int> ComposeAsync(TestSite site, DateOnly? monday = null)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ComposeDigest>().RunAsync(monday ?? Monday, CancellationToken.None)).Id;
    }

    public static async Task<DeliveryLedger.Progress> SendAsync(TestSite site, DateOnly? monday = null) =>
        await site.Services.GetRequiredService<SendDigest>().RunAsync(await ComposeAsync(site, monday), null, CancellationToken.None);

    public static Task<int> ResumeAsync(TestSite site, int issue) => site.Services.GetRequiredService<IssueStates>().ResumeAsync(issue, CancellationToken.None);

    public static string To(MimeMessage message) => message.To.Mailboxes.Single().Address;

    public static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// As if nobody had ever subscribed: the next test's readers are its own. The issue of <see cref="Monday"/> stays as it was composed, before
    /// anybody was sent it: composing is the same every time and takes longer than most tests about what comes after.
    /// </summary>
    public async Task ForgetAsync()
    {
        await using var command = Database.DataSource.CreateCommand(
            """
            truncate subscriber, subscription_token, digest_delivery, unmatched_bounce, mailbox_look;
            delete from digest_text where issue_id in (select id from digest_issue where monday <> @monday);
            delete from digest_issue where monday <> @monday;
            update digest_issue set state = 'Composed', pause_reason = null, done_at = null
            """);
        command.Parameters.AddWithValue("monday", Monday);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The site's address is part of an issue.</summary>
    private async Task ForgetIssuesOfAsync(string? publicUrl)
    {
        if (publicUrl == _publicUrl) return;
        _publicUrl = publicUrl;
        await using var command = Database.DataSource.CreateCommand("truncate digest_issue, digest_text, digest_delivery");
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask InitializeAsync() => Database.InitializeWithSampleAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
