using System.Globalization;
using System.Net.Http.Headers;

namespace ModelTrends.HuggingFace;

/// <param name="Name">Of the policy, as both headers call it; empty where they call it nothing.</param>
internal sealed record PolicyQuota(string Name, Quota Quota);

/// <summary>
/// <c>RateLimit: "api";r=499;t=295</c> and <c>RateLimit-Policy: "fixed window";"api";q=500;w=300</c>: one or several
/// policies, separated by commas, the parameters of each in any order and with blanks. They stand on every answer; on
/// a 429 they are its reason only if r is 0.
/// </summary>
internal static class RateLimitHeaders
{
    /// <summary>An API has two or three; a longer list is not worth its time.</summary>
    private const int MostPolicies = 16;

    private sealed record Part(IReadOnlyList<string> Names, IReadOnlyDictionary<string, string> Parameters)
    {
        /// <summary>
        /// A whole number, rounded up: what is left of a second is still to be waited for. Null where there is none
        /// that makes sense.
        /// </summary>
        public int? Number(string key) =>
            Parameters.TryGetValue(key, out var text)
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? (int)Math.Min(int.MaxValue, Math.Ceiling(value))
                : null;
    }

    /// <summary>The policy that leaves the least; null where nothing is said.</summary>
    public static Quota? Read(HttpResponseHeaders headers) => Tightest(ReadAll(headers).Select(policy => policy.Quota));

    public static Quota? Tightest(IEnumerable<Quota> quotas) =>
        quotas
            .OrderBy(quota => quota.Limit is > 0 and var limit ? (double)quota.Remaining / limit : quota.Remaining)
            .ThenByDescending(quota => quota.ResetsIn)
            .FirstOrDefault();

    public static IReadOnlyList<PolicyQuota> ReadAll(HttpResponseHeaders headers)
    {
        var limits = Parts(headers, "RateLimit");
        var policies = Parts(headers, "RateLimit-Policy");
        var quotas = new List<PolicyQuota>();
        foreach (var limit in limits)
        {
            var policy =
                policies.FirstOrDefault(policy => policy.Names.Intersect(limit.Names, StringComparer.Ordinal).Any())
                ?? (limits.Count == 1 && policies.Count == 1 ? policies[0] : null);
            // A policy may count bytes, or requests at one moment; ours are requests in a window.
            if (policy?.Parameters.TryGetValue("qu", out var unit) == true && unit != "requests")
                continue;
            var window = policy?.Number("w") is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            if (
                limit.Number("r") is not { } remaining
                || (limit.Number("t") is { } t ? TimeSpan.FromSeconds(t) : window) is not { } resets
            )
                continue;
            quotas.Add(
                new PolicyQuota(
                    limit.Names.Count == 0 ? "" : limit.Names[^1],
                    new Quota(remaining, resets, policy?.Number("q"), window)
                )
            );
        }

        return quotas;
    }

    private static List<Part> Parts(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var lines)
            ? [.. Split(string.Join(',', lines), ',').Take(MostPolicies).Select(Read)]
            : [];

    private static Part Read(string text)
    {
        var names = new List<string>();
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var piece in Split(text, ';'))
        {
            var equals = piece.StartsWith('"') ? -1 : piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                names.Add(piece.Trim('"'));
            else
                parameters.TryAdd(piece[..equals].Trim(), piece[(equals + 1)..].Trim().Trim('"'));
        }

        return new Part(names, parameters);
    }

    /// <summary>At the sign, but not inside quotes: a name may hold it.</summary>
    private static List<string> Split(string text, char sign)
    {
        var parts = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"')
                isQuoted = !isQuoted;
            if (i < text.Length && (isQuoted || text[i] != sign))
                continue;
            if (text[start..i].Trim() is { Length: > 0 } part)
                parts.Add(part);
            start = i + 1;
        }

        return parts;
    }
}
