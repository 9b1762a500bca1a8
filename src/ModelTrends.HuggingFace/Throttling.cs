using System.Net;
using System.Net.Http.Headers;

namespace ModelTrends.HuggingFace;

/// <summary>429. Not every one is about the quota: only with r = 0 do the RateLimit headers say when to come back.</summary>
internal sealed class HubThrottledException(TimeSpan wait, string message) : HubException(message)
{
    /// <summary>Without any word from the Hub: longer than its short-term limits, and not all callers at once.</summary>
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(60);

    public TimeSpan Wait { get; } = wait;

    public static HubThrottledException From(HttpResponseHeaders headers, Quota? quota, HubError error, DateTimeOffset now)
    {
        var wait = quota is { Remaining: 0 } ? quota.ResetsIn + TimeSpan.FromSeconds(1)
            : headers.RetryAfter?.Delta is { } delta ? delta
            : headers.RetryAfter?.Date is { } date && date > now ? date - now
            : Unsaid * (1 + Random.Shared.NextDouble() / 4);
        return new HubThrottledException(wait, $"The Hub limits us ({(int)HttpStatusCode.TooManyRequests}): {error.Text}");
    }
}
