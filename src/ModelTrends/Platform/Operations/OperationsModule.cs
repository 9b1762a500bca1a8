using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using ModelTrends.Data;
using ModelTrends.Platform.Administration;
using ModelTrends.Platform.Languages;
using ModelTrends.Platform.Security;

namespace ModelTrends.Platform.Operations;

/// <summary>What every web process has: health, compression, keys shared by all processes, static files, problem answers.</summary>
public static class OperationsModule
{
    public static void AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json", "font/ttf", "application/x-font-ttf"];
        });
        builder.Services.AddDataProtection().SetApplicationName("ModelTrends").PersistKeysToDbContext<ModelTrendsDb>();
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: ["ready"])
            .AddCheck<DataHealthCheck>("data", tags: ["ready"])
            .AddCheck<DiskHealthCheck>("disk", tags: ["ready"]);
        builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
    }

    public static WebApplication UsePlatform(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseSecurityHeaders();
        app.UsePageCaching();
        app.UseHead();
        app.UseLanguages();
        app.UseErrorAnswers();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = context =>
            {
                // Fonts change with the program; scripts and styles carry their version in the address.
                if (context.Context.Request.Path.StartsWithSegments("/fonts") || context.Context.Request.Query.ContainsKey("v"))
                    context.Context.Response.Headers.CacheControl = "public, max-age=604800";
            },
        });
        app.UseRouting();
        app.UseCors();
        app.UseRateLimiter();
        app.UseAdministration();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync });
        return app;
    }
}
