namespace ModelTrends.Exports;

/// <summary>What was observed, for others to take away.</summary>
public static class ExportsModule
{
    public static void AddExports(this WebApplicationBuilder builder) => builder.Services.AddScoped<ExportMonth>();
}
