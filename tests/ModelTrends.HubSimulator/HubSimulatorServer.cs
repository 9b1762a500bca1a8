using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ModelTrends.HubSimulator;

/// <summary>The stand-in Hub on a real port. Routes whose name begins with an underscore are its own: what is true, and what shall happen.</summary>
public sealed class HubSimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CallerQuota _quota;

    private HubSimulatorServer(WebApplication app, SimulatedHub hub, FaultPlan plan, FaultPlan detailPlan, CallerQuota quota, ConcurrentQueue<SeenRequest> requests)
    {
        _app = app;
        Hub = hub;
        Plan = plan;
        DetailPlan = detailPlan;
        _quota = quota;
        Requests = requests;
        Address = new Uri(app.Urls.First());
    }

    public SimulatedHub Hub { get; }

    /// <summary>Of lists and files.</summary>
    public FaultPlan Plan { get; }

    /// <summary>Of questions about one model.</summary>
    public FaultPlan DetailPlan { get; }

    public Uri Address { get; }

    /// <summary>Requests refused because the caller's quota was used up.</summary>
    public int Refused => _quota.Refused;

    /// <summary>Every request so far, in the order they came.</summary>
    public ConcurrentQueue<SeenRequest> Requests { get; }

    public static async Task<HubSimulatorServer> StartAsync(SimulatorOptions options, TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        var hub = options.DaysFolder is null ? GeneratedHub.Create(options) : RecordedHub.Load(options);
        var plan = new FaultPlan(options.Faults, fault => fault.FiresOnce());
        var detailPlan = new FaultPlan(options.Faults, fault => fault.IsOfRequests());
        var requests = new ConcurrentQueue<SeenRequest>();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "ModelTrends.HubSimulator", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        // One for the server's life: it counts.
        var quota = new CallerQuota(hub, time);
        var guard = new Guard(hub, quota, requests, time);
        app.Use((http, next) => GuardAsync(http, next, guard));
        Routes.Map(app, hub, plan, detailPlan, time);
        await app.StartAsync();
        return new HubSimulatorServer(app, hub, plan, detailPlan, quota, requests);
    }

    /// <summary>Patterns of the routes that are no part of the Hub.</summary>
    public IEnumerable<string> OwnRoutes => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.RawText!).Where(pattern => pattern.StartsWith("/_", StringComparison.Ordinal));

    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
    }

    private sealed record Guard(SimulatedHub Hub, CallerQuota Quota, ConcurrentQueue<SeenRequest> Requests, TimeProvider Clock);

    /// <summary>What every answer has: rate headers, a request id, and refusal of bad tokens.</summary>
    private static async Task GuardAsync(HttpContext http, RequestDelegate next, Guard guard)
    {
        var isBytes = http.Request.Path.StartsWithSegments("/_files", StringComparison.Ordinal);
        if (isBytes)
            guard.Requests.Enqueue(Seen(http));
        if (http.Request.Path.Value is ['/', '_', ..])
        {
            await next(http);
            return;
        }

        var authorization = http.Request.Headers.Authorization.FirstOrDefault();
        if (guard.Requests.Count < 100_000)
            guard.Requests.Enqueue(Seen(http));
        http.Response.Headers["X-Powered-By"] = "huggingface-moon";
        http.Response.Headers.Vary = "Origin";
        http.Response.Headers["X-Request-Id"] = string.Create(CultureInfo.InvariantCulture, $"Root=1-{guard.Clock.GetUtcNow().ToUnixTimeSeconds():x8}-{guard.Requests.Count:x24};{http.Request.Headers["X-Amzn-Trace-Id"]}");
        var isInQuota = guard.Quota.Take(http);
        if (guard.Hub.Options.Latency > TimeSpan.Zero)
            await Task.Delay(guard.Hub.Options.Latency, guard.Clock, http.RequestAborted);
        if (!isInQuota)
            await Answers.ErrorAsync(http, StatusCodes.Status429TooManyRequests, CallerQuota.Refusal(http, guard.Hub.Options));
        else if (authorization is not null && authorization != "Bearer " + guard.Hub.Options.GoodToken)
            await Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid credentials in Authorization header");
        else
            await next(http);
    }

    private static SeenRequest Seen(HttpContext http) => new(
        http.Request.Path.Value + http.Request.QueryString.Value, http.Request.Headers.Authorization.FirstOrDefault(), http.Request.Headers.UserAgent.ToString(), http.Request.Headers.Range.FirstOrDefault());
}

public sealed record SeenRequest(string PathAndQuery, string? Authorization, string UserAgent, string? Range = null);
