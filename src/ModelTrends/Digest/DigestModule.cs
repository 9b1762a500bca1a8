using Microsoft.Extensions.Options;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Administration;

namespace ModelTrends.Digest;

/// <summary>The weekly mail: who gets it, what stands in it, how it is sent.</summary>
public static class DigestModule
{
    public static void AddDigest(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SmtpOptions>().Bind(builder.Configuration.GetSection(SmtpOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DigestOptions>().Bind(builder.Configuration.GetSection(DigestOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsCheck>();
        services.AddSingleton<Mailer>();
        services.AddSingleton<DeliveryLedger>();
        services.AddSingleton<DigestMessage>();
        services.AddSingleton<SendDigest>();
        services.AddScoped<Tokens>();
        services.AddScoped<Subscribe>();
        services.AddScoped<Subscription>();
        services.AddScoped<SendConfirmationJob>();
        services.AddScoped<ReadDigestContent>();
        services.AddScoped<RenderDigest>();
        services.AddScoped<DigestPicture>();
        services.AddScoped<ComposeDigest>();
        services.AddScoped<SendWeeklyDigestJob>();
        // A household or an office subscribes together; a program that fills inboxes needs more.
        services.AddRateLimiter(options => options.AddPolicy(SubscriptionRoutes.RateLimit, AdminModule.PerAddressPosts(10, TimeSpan.FromMinutes(10))));
    }

    public static void MapDigest(this WebApplication app) => app.MapSubscriptions();
}
