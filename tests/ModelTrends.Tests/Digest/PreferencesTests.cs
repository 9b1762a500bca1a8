using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Digest;

/// <summary>What a reader chose changes what arrives.</summary>
public sealed class PreferencesTests(DigestFixture digest) : IClassFixture<DigestFixture>, IAsyncLifetime
{
    private readonly SmtpSink _sink = new();

    [Fact]
    public async Task Countries_families_language_and_pause_change_the_mail()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("plain@example.org", "en"), ("choosing@example.org", "en"), ("resting@example.org", "en"));
        await SaveAsync(site, "choosing@example.org", ("lang", "zh"), ("interval", "Week"), ("countries", "FR"), ("families", "qwen"), ("families", "no-such-family"));
        await SaveAsync(site, "resting@example.org", ("lang", "en"), ("interval", "Week"), ("paused", "true"));

        await DigestFixture.SendAsync(site);

        _sink.Messages.Count.ShouldBe(2);
        var plain = _sink.Messages.Single(mail => DigestFixture.To(mail) == "plain@example.org");
        plain.TextBody!.ShouldNotContain("Your choice");
        var chosen = _sink.Messages.Single(mail => DigestFixture.To(mail) == "choosing@example.org");
        chosen.TextBody!.ShouldContain("您关注的");
        chosen.TextBody!.ShouldContain("法国");
        chosen.TextBody!.ShouldContain("Qwen：");
        chosen.HtmlBody!.ShouldContain("您关注的");
    }

    [Theory]
    [InlineData("2026-05-04", true)]
    [InlineData("2026-04-27", false)]
    public async Task Who_chose_the_month_gets_the_issue_of_its_first_week(string monday, bool gets)
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("monthly@example.org", "en"));
        await SaveAsync(site, "monthly@example.org", ("lang", "en"), ("interval", "Month"));

        await DigestFixture.SendAsync(site, DateOnly.Parse(monday, System.Globalization.CultureInfo.InvariantCulture));

        _sink.Messages.Count.ShouldBe(gets ? 1 : 0);
    }

    [Fact]
    public async Task A_week_without_observations_says_so_in_every_language()
    {
        await using var site = await digest.StartAsync(_sink);
        await DigestFixture.SubscribeAsync(site, ("anna@example.org", "en"), ("diya@example.org", "hi"), ("li@example.org", "zh"));

        await DigestFixture.SendAsync(site, new DateOnly(2026, 11, 16));

        foreach (var (to, subject, notice) in new[] { ("anna@example.org", "No new numbers", "Nothing was observed in this week"), ("diya@example.org", "नई संख्याएँ नहीं", "इस सप्ताह कुछ नहीं देखा गया"), ("li@example.org", "没有新数据", "本周没有任何观测") })
        {
            var mail = _sink.Messages.Single(message => DigestFixture.To(message) == to);
            mail.Subject!.ShouldStartWith(subject);
            mail.TextBody!.ShouldContain(notice);
            mail.HtmlBody!.ShouldContain(notice);
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await digest.ForgetAsync();
    }

    /// <summary>The form of the preferences, with a key as a mail carries it.</summary>
    private static async Task SaveAsync(TestSite site, string email, params (string Name, string Value)[] fields)
    {
        var key = ModelTrends.Digest.Subscriptions.Tokens.New(out var hash);
        await DigestFixture.ChangeAsync(site, db => db.Add(new SubscriptionToken { Hash = hash, SubscriberId = db.Set<Subscriber>().Single(s => s.Email == email).Id, Purpose = TokenPurpose.Manage, ExpiresAt = DateTimeOffset.MaxValue }));
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        (await site.Client.PostAsync($"/subscriptions/{key}", form)).EnsureSuccessStatusCode();
    }
}
