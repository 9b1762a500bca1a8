using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;

namespace ModelTrends.Attribution.Ledger;

/// <summary>
/// Brings the ledger into step when the registry is of another version: at start, and after an administrator's tag. Days on which a
/// model of another answer was observed are counted anew; a process that dies on the way leaves the version marked, and the next run
/// does them again.
/// </summary>
public sealed class Reattribution(AttributeModels models, ObservationPipeline pipeline, ModelTrendsDb db, TimeProvider clock) : IAfterMigration
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await models.IsOutdatedAsync(cancellationToken)) await models.UpdateAsync(cancellationToken);
        var unfollowed = db.Set<RegistryVersion>().Where(version => version.FollowedAt == null);
        if (await unfollowed.MinAsync(version => (DateTimeOffset?)version.RecordedAt, cancellationToken) is not { } since) return;
        await pipeline.FollowAttributionAsync(since, cancellationToken);
        var now = clock.GetUtcNow().ToUniversalTime();
        await unfollowed.ExecuteUpdateAsync(set => set.SetProperty(version => version.FollowedAt, now), cancellationToken);
    }

    /// <summary>How far the ledger is behind what the files and the administrators say.</summary>
    public async Task<LedgerProgress> ProgressAsync(CancellationToken cancellationToken) =>
        await models.IsOutdatedAsync(cancellationToken) ? LedgerProgress.Waiting
        : await db.Set<RegistryVersion>().AnyAsync(version => version.FollowedAt == null, cancellationToken) ? LedgerProgress.Following
        : LedgerProgress.Done;
}

/// <summary>Waiting: the ledger goes by an older registry. Following: the ledger is up to date, totals are being counted anew.</summary>
public enum LedgerProgress { Waiting, Following, Done }
