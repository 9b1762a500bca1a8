using System.Net;
using System.Net.Http.Headers;

namespace ModelTrends.HuggingFace;

/// <summary>429. Not every one is about the quota: only with r = 0 do the RateLimit headers say when to come back.</summary>
internal sealed class HubThrottledException(TimeSpan wait, string message) : HubException(message)
{
    /// <summary>Without any word from the Hub: longer than its short-term limits, and not all callers at once.</summary>
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(60);

    /// <summary>The Hub's seconds are rounded down, and a wait of none would ask again for ever.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public TimeSpan Wait { get; } = wait;

    public static HubThrottledException From(HttpResponseHeaders headers, Quota? quota, HubError error, DateTimeOffset now)
    {
        var wait = quota is { Remaining: 0 } ? quota.ResetsIn + Margin
            : headers.RetryAfter?.Delta is { } delta ? delta + Margin
            : headers.RetryAfter?.Date is { } date && date > now ? date - now + Margin
            : Unsaid * (1 + Random.Shared.NextDouble() / 4);
        return new HubThrottledException(wait, $"The Hub limits us ({(int)HttpStatusCode.TooManyRequests}): {error.Text}");
    }
}
