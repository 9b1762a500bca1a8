using System.Collections.Concurrent;
using System.Globalization;

namespace ModelTrends.HubSimulator;

/// <summary>Fixed windows, one for each token or address and bucket; every request costs one, whatever its answer.</summary>
internal sealed class CallerQuota(SimulatedHub hub, TimeProvider clock)
{
    private sealed record Window(DateTimeOffset Start, int Used);

    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    private int _refused;

    public int Refused => _refused;

    /// <summary>Counts the request and writes both headers. False: over the quota.</summary>
    public bool Take(HttpContext http)
    {
        var bucket = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "api" : "resolvers";
        var options = hub.Options;
        var quota = Quota(http, options);
        var caller = http.Request.Headers.Authorization.FirstOrDefault() ?? http.Connection.RemoteIpAddress?.ToString() ?? "";
        var now = clock.GetUtcNow();
        var window = _windows.AddOrUpdate(bucket + caller, _ => new Window(now, 1), (_, old) => now - old.Start >= options.Window ? new Window(now, 1) : old with { Used = old.Used + 1 });
        var left = options.Window - (now - window.Start);
        Write(http.Response, bucket, Math.Max(0, quota - window.Used), (int)Math.Ceiling(left.TotalSeconds), quota, (int)options.Window.TotalSeconds);
        if (window.Used <= quota)
            return true;
        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>The Hub's words for those with a token and for those without; its words for files are no JSON, ours are the same everywhere.</summary>
    public static string Refusal(HttpContext http, SimulatorOptions options) => http.Request.Headers.Authorization.Count > 0
        ? string.Create(CultureInfo.InvariantCulture, $"We had to rate limit you, you hit the quota of {Quota(http, options)} api requests per {options.Window.TotalMinutes:0.#} minutes period. Upgrade to a PRO user or Team/Enterprise organization account (https://hf.co/pricing) to get higher limits. See https://huggingface.co/docs/hub/rate-limits")
        : $"We had to rate limit your IP ({http.Connection.RemoteIpAddress}). To continue using our service, create a HF account or login to your existing account, and make sure you pass a HF_TOKEN if you're using the API.";

    private static int Quota(HttpContext http, SimulatorOptions options) =>
        (http.Request.Headers.Authorization.Count > 0 ? options.TokenQuota ?? options.Quota : options.Quota) ?? 1_000_000;

    public static void Write(HttpResponse response, string bucket, int left, int seconds, int quota, int window)
    {
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{bucket}\";r={left};t={seconds}");
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"fixed window\";\"{bucket}\";q={quota};w={window}");
    }
}
