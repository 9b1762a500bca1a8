using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ModelTrends.Data;
using ModelTrends.Platform.Jobs;
using ModelTrends.Platform.Operations;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Platform.Postgres;

namespace ModelTrends.Platform.Hosting;

/// <summary>Builds the application in one place, for the server, the commands and the tests alike.</summary>
public static class AppHost
{
    /// <param name="roles">What the process does; <see cref="Roles.None"/> for commands.</param>
    /// <param name="arguments">Settings as <c>--Key:Sub=value</c>.</param>
    /// <param name="configure">Last word on settings and services, used by tests to replace the clock.</param>
    public static async Task<AppInstance> CreateAsync(
        Roles roles, string[]? arguments = null, Action<WebApplicationBuilder>? configure = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "ModelTrends",
            // Settings are read and checked once, at the start: no file is watched for changes.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. arguments ?? []],
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Places.WebRoot,
        });
        builder.Environment.WebRootFileProvider = new SettledFiles(builder.Environment.WebRootFileProvider);
        builder.AddLogging(quiet: roles == Roles.None);
        configure?.Invoke(builder);

        var postgres = await DatabaseServer.EnsureAsync(builder.Configuration, joinRunning: roles == Roles.None, cancellationToken);
        try
        {
            AddPlatform(builder, roles);
            builder.AddFeatures(roles);
            var app = builder.Build();
            app.Services.GetService<IStartupValidator>()?.Validate();
            if (roles.HasFlag(Roles.Web))
                app.UsePlatform().MapFeatures();
            return new AppInstance(app, postgres);
        }
        catch
        {
            if (postgres is not null)
                await postgres.DisposeAsync();
            throw;
        }
    }

    private static void AddPlatform(WebApplicationBuilder builder, Roles roles)
    {
        var services = builder.Services;
        services.TryAddTimeProvider();
        services.AddNpgsqlDataSource(builder.Configuration[DatabaseServer.Setting]!);
        services.AddDbContext<ModelTrendsDb>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<Npgsql.NpgsqlDataSource>()).UseSnakeCaseNamingConvention());
        services.AddScoped<ObservationPipeline>();
        services.AddSingleton<Installation>();
        services.AddSingleton<Migrator>();
        builder.AddJobs(roles);
        builder.AddOperations();
    }

    private static void TryAddTimeProvider(this IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(TimeProvider)))
            services.AddSingleton(TimeProvider.System);
    }
}
