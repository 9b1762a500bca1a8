using System.Collections.Concurrent;
using System.Globalization;

namespace ModelTrends.HubSimulator;

/// <summary>Fixed windows, one for each token or address and bucket; every request costs one, whatever its answer.</summary>
internal sealed class CallerQuota(SimulatedHub hub, TimeProvider clock)
{
    private sealed record Window(DateTimeOffset Start, int Used);

    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts the request and writes both headers. False: over the quota.</summary>
    public bool Take(HttpContext http)
    {
        var bucket = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "api" : "resolvers";
        var options = hub.Options;
        var quota = options.Quota ?? 1_000_000;
        var caller = http.Request.Headers.Authorization.FirstOrDefault() ?? http.Connection.RemoteIpAddress?.ToString() ?? "";
        var now = clock.GetUtcNow();
        var window = _windows.AddOrUpdate(bucket + caller, _ => new Window(now, 1), (_, old) => now - old.Start >= options.Window ? new Window(now, 1) : old with { Used = old.Used + 1 });
        var left = options.Window - (now - window.Start);
        Write(http.Response, bucket, Math.Max(0, quota - window.Used), (int)Math.Ceiling(left.TotalSeconds), quota, (int)options.Window.TotalSeconds);
        return window.Used <= quota;
    }

    public static void Write(HttpResponse response, string bucket, int left, int seconds, int quota, int window)
    {
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{bucket}\";r={left};t={seconds}");
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"fixed window\";\"{bucket}\";q={quota};w={window}");
    }
}
