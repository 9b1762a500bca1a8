using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace ModelTrends.Platform.Hosting;

/// <summary>Readable lines in development, compact JSON elsewhere; commands only tell of trouble, on the error stream.</summary>
public static class Logging
{
    public static void AddLogging(this WebApplicationBuilder builder, bool quiet) =>
        builder.Services.AddSerilog((_, logger) =>
        {
            logger
                .MinimumLevel.Is(quiet ? LogEventLevel.Warning : LogEventLevel.Information)
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", quiet ? LogEventLevel.Warning : LogEventLevel.Information)
                .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
                // The key ring lives in our own database; that it has no second encryptor is by design.
                .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
                // A failed command is an exception, and logged once where that is handled.
                .MinimumLevel.Override("Microsoft.EntityFrameworkCore.Database.Command", LogEventLevel.Fatal)
                .MinimumLevel.Override("Hangfire", LogEventLevel.Warning)
                // Our own filter tells of a failed job in one line.
                .MinimumLevel.Override("Hangfire.AutomaticRetryAttribute", LogEventLevel.Fatal)
                .MinimumLevel.Override("Polly", LogEventLevel.Warning)
                .ReadFrom.Configuration(builder.Configuration)
                .Enrich.FromLogContext()
                .Enrich.With<SecretPaths>();
            if (builder.Environment.IsDevelopment() || quiet)
                logger.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", standardErrorFromLevel: quiet ? LogEventLevel.Verbose : null, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
            else
                logger.WriteTo.Console(new RenderedCompactJsonFormatter());
        });
}
