namespace ModelTrends.Platform.Hosting;

/// <summary>
/// Work beside the requests. Whatever goes wrong in it, the process goes on: it is told, and begun again after a wait that grows. So the work
/// has to be one that may be done again; a test sees to it that there is no background work of another kind.
/// </summary>
public abstract class BackgroundWork(TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>A restarted database answers again after a second or two.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    protected TimeProvider Clock => clock;

    protected ILogger Logger => logger;

    /// <summary>Returns when there is nothing more to do, or when it is asked to stop.</summary>
    protected abstract Task RunAsync(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = FirstWait;
        while (true)
        {
            var begun = clock.GetTimestamp();
            try
            {
                await RunAsync(stoppingToken);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // What has gone well for long fails for another reason than the last time.
                if (clock.GetElapsedTime(begun) > LongestWait)
                    wait = FirstWait;
                logger.LogError("{Work} failed and is begun again in {Seconds} s: {Reason}", GetType().Name, wait.TotalSeconds, Describe(exception));
                await Task.Delay(wait, clock, stoppingToken);
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            }
            catch (Exception exception)
            {
                // The stop broke it off, in whatever words the library underneath has for that.
                logger.LogDebug("{Work} was broken off by the stop: {Reason}", GetType().Name, exception.Message);
                return;
            }
        }
    }

    /// <summary>The reason, then what it was for: libraries wrap the one in the other.</summary>
    private static string Describe(Exception exception) =>
        exception.GetBaseException() is var cause && cause != exception ? $"{cause.Message} ({exception.Message})" : exception.Message;
}
