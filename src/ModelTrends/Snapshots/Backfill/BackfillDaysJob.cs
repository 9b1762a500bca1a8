using Hangfire;
using Microsoft.Extensions.Options;

namespace ModelTrends.Snapshots.Backfill;

/// <summary>The backfill of the settings as a job. Taken over from a dead worker it goes on where that one stopped.</summary>
public sealed class BackfillDaysJob(FetchArchive fetch, IOptions<BackfillOptions> options)
{
    /// <summary>Repeats after faults are made file by file already; these are for a Hub that is away for hours.</summary>
    [AutomaticRetry(Attempts = 5, DelaysInSeconds = [1800])]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await fetch.RunAsync(options.Value, null, null, cancellationToken);
        }
        catch (BackfillBusyException)
        {
            // The other run does the same work.
        }
    }
}
