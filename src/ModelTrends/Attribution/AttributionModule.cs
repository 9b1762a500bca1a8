using ModelTrends.Attribution.Answers;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;

namespace ModelTrends.Attribution;

/// <summary>Who made each model: the ledger, its answers, the administrators' desk and readers' reports.</summary>
public static class AttributionModule
{
    public static void AddAttribution(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<CurrentRegistry>();
        services.AddScoped<LedgerUpdate>();
        services.AddScoped<AttributeModels>();
        services.AddScoped<IAfterObservation>(provider => provider.GetRequiredService<AttributeModels>());
        services.AddScoped<IAfterMigration>(provider => provider.GetRequiredService<AttributeModels>());
        services.AddScoped<RegistryMeta>();
        services.AddScoped<LabsAnswer>();
        services.AddScoped<FamiliesAnswer>();
        services.AddScoped<ModelLookup>();
        services.AddScoped<ModelAnswer>();
        services.AddScoped<UnknownAnswer>();
        services.AddScoped<VersionsAnswer>();
    }

    public static void MapAttribution(this WebApplication app)
    {
        app.MapAttributionAnswers();
    }
}
