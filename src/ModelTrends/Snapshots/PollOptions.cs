using Microsoft.Extensions.Options;
using ModelTrends.Data.Tables;

namespace ModelTrends.Snapshots;

/// <summary>What is polled and how often it is tried. Section <c>Hub</c>, beside the client's own settings.</summary>
public sealed class PollOptions
{
    public const string Section = "Hub";

    /// <summary>What <c>poll</c> takes when it is not told: hub (default), labs or trending.</summary>
    public PollScope Scope { get; set; } = PollScope.Hub;

    /// <summary>Places of the trending list, 1 to 10,000; default 1,000.</summary>
    public int TrendingTop { get; set; } = 1000;

    /// <summary>From a failure to the next attempt, 1 minute to 1 day; default 30 minutes.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Vanished models asked for one by one after a walk, 0 to 1,000; default 100: a fifth of the anonymous quota of five minutes.</summary>
    public int MissingChecks { get; set; } = 100;

    /// <summary>Whether a worker polls at once when nothing has ever been polled; default true.</summary>
    public bool PollOnStart { get; set; } = true;
}

internal sealed class PollOptionsCheck : IValidateOptions<PollOptions>
{
    public ValidateOptionsResult Validate(string? name, PollOptions options)
    {
        var failures = new List<string>();
        if (options.Scope is not (PollScope.Hub or PollScope.Labs or PollScope.Trending))
            failures.Add("Hub:Scope must be hub, labs or trending.");
        if (options.TrendingTop is < 1 or > 10_000)
            failures.Add("Hub:TrendingTop must be from 1 to 10000.");
        if (options.RetryAfter < TimeSpan.FromMinutes(1) || options.RetryAfter > TimeSpan.FromDays(1))
            failures.Add("Hub:RetryAfter must be from 00:01:00 to 1.00:00:00.");
        if (options.MissingChecks is < 0 or > 1000)
            failures.Add("Hub:MissingChecks must be from 0 to 1000.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
