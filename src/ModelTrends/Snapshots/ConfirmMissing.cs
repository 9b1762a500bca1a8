using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;

namespace ModelTrends.Snapshots;

/// <summary>Asks for vanished models one by one, the latest first: not in a list once is not deleted.</summary>
public sealed partial class ConfirmMissing(ModelTrendsDb db, HubClient hub, ILogger<ConfirmMissing> logger)
{
    /// <returns>How many are gone, and the requests it took.</returns>
    public async Task<(int Gone, int Requests)> RunAsync(int most, CancellationToken cancellationToken)
    {
        var missing = await db.Set<Model>().AsNoTracking().Where(model => model.State == ModelState.Missing && model.HubId != null)
            .OrderByDescending(model => model.LastSeen).ThenBy(model => model.Id).Take(most).ToListAsync(cancellationToken);
        var (gone, requests) = (0, 0);
        foreach (var model in missing)
        {
            try
            {
                var lookup = await hub.FindAsync(model.Name, cancellationToken);
                requests += lookup.Requests;
                if (!IsGone(lookup, model.HubId!))
                    continue;
                gone += await db.Set<Model>().Where(row => row.Id == model.Id && row.State == ModelState.Missing)
                    .ExecuteUpdateAsync(row => row.SetProperty(x => x.State, ModelState.Gone), cancellationToken);
            }
            catch (HubException exception)
            {
                // The walk is complete without this; the rest is asked for after the next one.
                LogStopped(logger, model.Name, exception.Message);
                break;
            }
        }

        return (gone, requests);
    }

    /// <summary>A redirect may land on another repository: then this one is gone although its name answers.</summary>
    private static bool IsGone(ModelLookup lookup, string hubId) => lookup.State switch
    {
        LookupState.Missing or LookupState.MissingOrPrivate => true,
        LookupState.Found => lookup.Model!.Id != hubId,
        _ => false,
    };

    [LoggerMessage(LogLevel.Warning, "Vanished models are not asked for beyond {Model}: {Reason}")]
    private static partial void LogStopped(ILogger logger, string model, string reason);
}
