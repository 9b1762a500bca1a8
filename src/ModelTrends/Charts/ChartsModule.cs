using ModelTrends.Data;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelTrends.Charts.Drawing;
using ModelTrends.Charts.Files;
using ModelTrends.Charts.Freezing;
using ModelTrends.Charts.Kinds;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Security;

namespace ModelTrends.Charts;

/// <summary>Charts as pictures, files and pages.</summary>
public static class ChartsModule
{
    /// <summary>A frozen chart is kept for ever; a person freezes a few, a script should not fill the disk.</summary>
    private const int FreezesAMinute = 10;

    public static void AddCharts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DrawingOptions>().BindConfiguration(DrawingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<RegistryFiles>();
        services.TryAddSingleton<CurrentRegistry>();
        services.AddSingleton<TextMeasure>();
        services.AddSingleton<ChartPress>();
        services.AddSingleton<ChartCache>();
        services.AddSingleton<ChartCatalogue>();
        services.AddSingleton<ChartService>();
        services.AddScoped<ChartFreezer>();
        services.AddRateLimiter(options => options.AddPolicy(FreezeRoutes.RateLimit, PerAddress.All(FreezesAMinute, TimeSpan.FromMinutes(1))));
    }

    public static void MapCharts(this WebApplication app)
    {
        app.MapChartFiles();
        app.MapFrozenCharts();
        app.MapChartScripts();
    }
}
