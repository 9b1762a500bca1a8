namespace ModelTrends.HuggingFace;

/// <summary>How to reach the Hub and how gently. Section <c>Hub</c> of the settings.</summary>
public sealed class HubOptions
{
    public const string Section = "Hub";

    public static readonly Uri PublicHub = new("https://huggingface.co");

    /// <summary>Default: the public Hub. Every request goes here, whatever address the Hub's answers name.</summary>
    public Uri BaseUrl { get; set; } = PublicHub;

    /// <summary>Sent to <see cref="BaseUrl"/> and nowhere else; default none. Raises the quota from 500 to 1,000 requests per five minutes.</summary>
    public string? Token { get; set; }

    /// <summary>Rows a page, 1 to 1000; the Hub cuts more to 1000.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Longest wait for one complete answer, body included, 1 second to 10 minutes. Deep pages of the Hub have taken tens of seconds.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>First wait after a fault, doubled each time up to eight times as much; 1 ms to 1 minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Attempts after the first for faults other than 429, 0 to 20. The official client makes five.</summary>
    public int Retries { get; set; } = 6;

    /// <summary>Longest time spent waiting out 429 answers for one page, 301 seconds to a day: a window lasts 300 seconds, and less would lose the walk.</summary>
    public TimeSpan ThrottleBudget { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Requests left unused in every window, 0 to 1000, for whoever shares the address or the token.</summary>
    public int QuotaReserve { get; set; } = 10;

    public bool IsPublicHub => string.Equals(BaseUrl.Host, PublicHub.Host, StringComparison.OrdinalIgnoreCase)
        || BaseUrl.Host.EndsWith("." + PublicHub.Host, StringComparison.OrdinalIgnoreCase);
}
