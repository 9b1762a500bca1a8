using System.Net;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ModelTrends.HuggingFace;

public static class HuggingFaceModule
{
    /// <summary>Adds <see cref="HubClient"/> with its settings: section <c>Hub</c>, else HF_ENDPOINT and HF_TOKEN as the official client knows them.</summary>
    public static IServiceCollection AddHuggingFace(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HubOptions>().Configure(options => Bind(options, configuration)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HubOptions>, HubOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RequestPacer>();
        services.AddSingleton<HubTransport>();
        services.AddSingleton(provider => new HubClient(
            provider.GetRequiredService<HubTransport>(), provider.GetRequiredService<RequestPacer>(), provider.GetRequiredService<IOptions<HubOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<HubClient>>()));
        services.AddSingleton<HubFileTransport>();
        services.AddSingleton(provider => new HubDatasets(provider.GetRequiredService<HubTransport>(), provider.GetRequiredService<HubFileTransport>()));
        services.AddHttpClient(HubFileTransport.ClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
                // Sizes, ranges and hashes are those of the bytes as stored.
                client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
            })
            .ConfigurePrimaryHttpMessageHandler(() => Handler(DecompressionMethods.None))
            .RemoveAllLoggers();
        services.AddHttpClient(HubTransport.ClientName, client =>
            {
                // Attempts are timed with the body; the client's own limit would end long waits for quota.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
                client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
            })
            .ConfigurePrimaryHttpMessageHandler(() => Handler(DecompressionMethods.All))
            .RemoveAllLoggers();
        return services;
    }

    private static SocketsHttpHandler Handler(DecompressionMethods decompression) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = decompression,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // The Hub stands behind a network whose addresses change.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static string UserAgent => "ModelTrends/" + (typeof(HuggingFaceModule).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "1.0");

    private static void Bind(HubOptions options, IConfiguration configuration)
    {
        configuration.GetSection(HubOptions.Section).Bind(options);
        if (string.IsNullOrWhiteSpace(configuration[HubOptions.Section + ":BaseUrl"]) && configuration["HF_ENDPOINT"] is { Length: > 0 } endpoint)
            options.BaseUrl = Uri.TryCreate(endpoint, UriKind.RelativeOrAbsolute, out var address) ? address : new Uri(endpoint, UriKind.Relative);
        if (string.IsNullOrWhiteSpace(options.Token))
            options.Token = configuration["HF_TOKEN"]?.Trim();
    }
}
