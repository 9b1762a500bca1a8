using System.Globalization;
using System.Net.Http.Headers;

namespace ModelTrends.HuggingFace;

/// <summary>
/// <c>RateLimit: "api";r=499;t=295</c> and <c>RateLimit-Policy: "fixed window";"api";q=500;w=300</c>. They stand on every answer;
/// on a 429 they are its reason only if r is 0.
/// </summary>
internal static class RateLimitHeaders
{
    public static Quota? Read(HttpResponseHeaders headers)
    {
        var limit = Value(headers, "RateLimit");
        if (limit is null || Number(limit, "r") is not { } remaining || Number(limit, "t") is not { } seconds)
            return null;
        var policy = Value(headers, "RateLimit-Policy");
        var quota = policy is null ? null : Number(policy, "q");
        var window = policy is null ? null : Number(policy, "w");
        return new Quota(remaining, TimeSpan.FromSeconds(seconds), quota, window is { } w ? TimeSpan.FromSeconds(w) : null);
    }

    private static string? Value(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? string.Join(';', values) : null;

    private static int? Number(string text, string key)
    {
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith(key + "=", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(part.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return value;
        }

        return null;
    }
}
