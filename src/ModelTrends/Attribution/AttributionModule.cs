using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelTrends.Data;
using ModelTrends.Attribution.Answers;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Attribution.Reports;
using ModelTrends.Attribution.Tagging;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Platform.Security;

namespace ModelTrends.Attribution;

/// <summary>Who made each model: the ledger, its answers, the administrators' desk and readers' reports.</summary>
public static class AttributionModule
{
    public static void AddAttribution(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<RegistryFiles>();
        services.TryAddSingleton<CurrentRegistry>();
        services.AddSingleton<IBeforeMigration, RegistryGate>();
        services.AddScoped<LedgerUpdate>();
        services.AddScoped<AttributeModels>();
        services.AddScoped<IAfterObservation>(provider => provider.GetRequiredService<AttributeModels>());
        services.AddScoped<Reattribution>();
        services.AddScoped<ReattributeModelsJob>();
        services.AddScoped<IAfterMigration>(provider => provider.GetRequiredService<Reattribution>());
        services.AddScoped<RegistryMeta>();
        services.AddScoped<LabsAnswer>();
        services.AddScoped<FamiliesAnswer>();
        services.AddScoped<ModelLookup>();
        services.AddScoped<ModelAnswer>();
        services.AddScoped<TopModels>();
        services.AddScoped<UnknownAnswer>();
        services.AddScoped<VersionsAnswer>();
        services.AddScoped<NamespaceTagging>();
        services.AddScoped<ErrorReporting>();
        services.AddLocalization();
        // A reader finds one error, or a handful; whoever sends more is a machine.
        services.AddRateLimiter(options => options.AddPolicy(ErrorReporting.RateLimit, PerAddress.Posts(10, TimeSpan.FromHours(1))));
    }

    public static void MapAttribution(this WebApplication app)
    {
        app.MapAttributionAnswers();
    }
}
