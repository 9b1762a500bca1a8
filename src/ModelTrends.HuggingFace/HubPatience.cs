using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace ModelTrends.HuggingFace;

/// <summary>What one question has cost so far, repeats included.</summary>
internal sealed class HubCall
{
    public int Requests { get; set; }

    public TimeSpan Throttled { get; set; }
}

/// <summary>When to ask again, and when to give up.</summary>
internal static partial class HubPatience
{
    public static readonly ResiliencePropertyKey<HubCall> Call = new("call");

    public static bool IsTransport(Exception exception) =>
        exception is HubTransportException or HttpRequestException or IOException or InvalidDataException or TimeoutRejectedException;

    public static ResiliencePipeline Build(HubOptions options, TimeProvider clock, ILogger logger)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = clock };
        builder.AddRetry(new RetryStrategyOptions
        {
            Name = "429",
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is HubThrottledException throttled
                && args.Context.Properties.GetValue(Call, null!).Throttled + throttled.Wait <= options.ThrottleBudget),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(((HubThrottledException)args.Outcome.Exception!).Wait),
            OnRetry = args =>
            {
                args.Context.Properties.GetValue(Call, null!).Throttled += args.RetryDelay;
                LogThrottled(logger, args.RetryDelay.TotalSeconds, args.Outcome.Exception!.Message);
                return default;
            },
        });
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                Name = "faults",
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.RetryDelay,
                // The official client's waits: 1, 2, 4, 8, 8 s.
                MaxDelay = options.RetryDelay * 8,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } exception && IsTransport(exception)),
                OnRetry = args =>
                {
                    LogFault(logger, args.AttemptNumber + 1, args.RetryDelay.TotalSeconds, args.Outcome.Exception!.Message);
                    return default;
                },
            });
        }

        return builder.Build();
    }

    [LoggerMessage(LogLevel.Information, "Throttled, waiting {Seconds:0.0} s: {Reason}")]
    private static partial void LogThrottled(ILogger logger, double seconds, string reason);

    [LoggerMessage(LogLevel.Information, "Attempt {Attempt} failed, asking again in {Seconds:0.0} s: {Reason}")]
    private static partial void LogFault(ILogger logger, int attempt, double seconds, string reason);
}
