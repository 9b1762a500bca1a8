using Serilog;

namespace ModelTrends.Platform.Postgres;

/// <summary>Starts the private server again when it has died: killed by the system for want of memory, or by a person's mistake.</summary>
public sealed class ServerWatch(PostgresProcess process, Func<CancellationToken, Task> start)
{
    /// <summary>Short beside the time the server takes to recover; a look costs less than a millisecond.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        var (server, wait) = (process.Find(), Pause);
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(wait, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested || server is { IsAlive: true })
                continue;
            try
            {
                // Somebody may have started it by hand.
                server = process.Find();
                if (server is null)
                {
                    Log.ForContext<ServerWatch>().Warning("The private PostgreSQL has ended and is started again");
                    // A start is not broken off half-way: it would go on behind our back.
                    await start(CancellationToken.None);
                    server = process.Find();
                    Log.ForContext<ServerWatch>().Information("The private PostgreSQL runs again");
                }

                wait = Pause;
            }
            catch (Exception exception)
            {
                wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
                Log.ForContext<ServerWatch>().Error(
                    "The private PostgreSQL cannot be started, and is tried again in {Seconds} s: {Reason}", wait.TotalSeconds, exception.Message);
            }
        }
    }
}
