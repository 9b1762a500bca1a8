using Microsoft.Extensions.Options;
using ModelTrends.Digest.Bounces;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest;

/// <summary>The weekly mail: who gets it, what stands in it, how it is sent.</summary>
public static class DigestModule
{
    /// <summary>An issue comes once a week; readers of feeds ask about once an hour.</summary>
    private static readonly TimeSpan FeedFresh = TimeSpan.FromMinutes(10);

    /// <summary>A token is a small answer of a busy server.</summary>
    private static readonly TimeSpan LongestTokenRequest = TimeSpan.FromSeconds(15);

    private const int LongestTokenAnswer = 64 * 1024;

    public static void AddDigest(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SmtpOptions>().Bind(builder.Configuration.GetSection(SmtpOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DigestOptions>().Bind(builder.Configuration.GetSection(DigestOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BounceOptions>().Bind(builder.Configuration.GetSection(BounceOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsCheck>();
        services.AddSingleton<IValidateOptions<BounceOptions>, BounceOptionsCheck>();
        services.AddHttpClient(MailTokens.ClientName, client => (client.Timeout, client.MaxResponseContentBufferSize) = (LongestTokenRequest, LongestTokenAnswer))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }).RemoveAllLoggers();
        services.AddSingleton<MailTokens>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<DigestMessage>();
        services.AddSingleton<IssueStates>();
        services.AddSingleton<SendDigest>();
        services.AddSingleton<SubscriptionGate>();
        services.AddScoped<Tokens>();
        services.AddScoped<Subscribe>();
        services.AddScoped<Subscription>();
        services.AddScoped<SendConfirmationJob>();
        services.AddScoped<ReadDigestContent>();
        services.AddScoped<RenderDigest>();
        services.AddScoped<RenderNews>();
        services.AddScoped<ReadWeekNews>();
        services.AddScoped<DigestCharts>();
        services.AddScoped<ComposeDigest>();
        services.AddScoped<SendWeeklyDigestJob>();
        services.AddScoped<SendIssueJob>();
        services.AddScoped<ForgetSubscriptionsJob>();
        services.AddScoped<ReadBouncesJob>();
        services.AddScoped<ListIssues>();
        services.AddScoped<WebIssue>();
        services.AddScoped<DigestFeed>();
        services.AddScoped<DigestDesk>();
        services.AddScoped<IssueReport>();
        services.AddScoped<SubscriberDesk>();
        services.AddScoped<SubscriberFile>();
        services.AddScoped<BounceIntake>();
        services.AddScoped<DeliveryMatch>();
        services.AddScoped<UnmatchedBounces>();
        services.AddScoped<MailboxLooks>();
        services.AddScoped<OneReaderOnce>();
        services.AddScoped<IAfterMigration>(provider => provider.GetRequiredService<OneReaderOnce>());
        services.AddScoped<SubscriberData>();
    }

    public static void MapDigest(this WebApplication app)
    {
        app.MapSubscriptions();
        app.MapGet("/digests/feed.xml", async (HttpContext http, DigestFeed feed, CancellationToken cancellationToken) =>
            AnswerRoutes.Bytes(http, (await feed.ReadAsync(Language.Current, cancellationToken)).ToBytes(), AtomFeed.MediaType, FeedFresh)).WithTags("Digest").WithSummary("The digest's issues as Atom.");
        app.MapGet("/digests/{week:regex(^\\d{{4}}-W\\d{{2}}$)}", async (string week, ListIssues issues, CancellationToken cancellationToken) =>
            await issues.HtmlAsync(week, Language.Current.Code, cancellationToken) is { } html
                ? Results.Content(html, "text/html; charset=utf-8")
                : Results.NotFound()).WithTags("Digest").WithSummary("One issue as it was mailed.");
        app.MapBounces();
    }
}
