using ModelTrends.Charts.Drawing;

namespace ModelTrends.Charts;

/// <summary>Charts as pictures, files and pages.</summary>
public static class ChartsModule
{
    public static void AddCharts(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DrawingOptions>().BindConfiguration(DrawingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TextMeasure>();
        builder.Services.AddSingleton<ChartPress>();
    }
}
