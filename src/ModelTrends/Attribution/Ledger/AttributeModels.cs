using System.Diagnostics;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Pipeline;
using Microsoft.EntityFrameworkCore;
using AttributionRow = ModelTrends.Data.Tables.Attribution;

namespace ModelTrends.Attribution.Ledger;

/// <summary>Attributes what is new or affected after every observation.</summary>
public sealed partial class AttributeModels(ModelTrendsDb db, RegistryFiles files, CurrentRegistry registries, LedgerUpdate ledger, ILogger<AttributeModels> log)
    : IAfterObservation
{
    public int Order => 100;

    public async Task RunAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        if (await IsOutdatedAsync(cancellationToken) || await NeedsAttributionAsync(change, cancellationToken)) await UpdateAsync(cancellationToken);
    }

    /// <summary>
    /// The quick polls (trending every hour, labs) see few models; when all of them are in the ledger, changed bases can wait for the
    /// daily walk, and an hourly pass over the whole Hub is spared.
    /// </summary>
    private async Task<bool> NeedsAttributionAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        var sets = db.Set<ObservationSet>().Where(set => set.SourceId == change.SourceId && set.Day >= change.FirstDay && set.Day <= change.LastDay && set.State == SetState.Complete);
        if (await sets.AnyAsync(set => set.Scope == PollScope.Hub || set.Scope == PollScope.Archive, cancellationToken)) return true;
        return await db.Set<Observation>().Where(seen => seen.Day >= change.FirstDay && seen.Day <= change.LastDay && sets.Any(set => set.Id == seen.SetId))
            .AnyAsync(seen => !db.Set<AttributionRow>().Any(row => row.ModelId == seen.ModelId), cancellationToken);
    }

    /// <summary>A registry that breaks a rule throws here, before anything is written: the migrate step fails as a whole.</summary>
    public async Task<bool> IsOutdatedAsync(CancellationToken cancellationToken) =>
        !string.Equals(await VersionAsync(cancellationToken), (await registries.WantedAsync(cancellationToken)).Version, StringComparison.Ordinal);

    /// <returns>What changed. A new version of the registry is recorded with its report of what moved, in the same transaction.</returns>
    public async Task<LedgerChange> UpdateAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var registry = await registries.WantedAsync(cancellationToken);
        var last = await VersionAsync(cancellationToken);
        var isNew = !string.Equals(last, registry.Version, StringComparison.Ordinal);
        var change = await ledger.RunAsync(registry, compare: isNew && last is not null, keep: true, cancellationToken, isNew ? new VersionRecord(files) : null);
        Log.Attributed(log, change.Models, registry.Version, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return change;
    }

    private Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        db.Set<RegistryVersion>().OrderByDescending(x => x.Id).Select(x => x.Version).FirstOrDefaultAsync(cancellationToken)!;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Models} models attributed with registry {Version} in {ElapsedMs:0} ms")]
        public static partial void Attributed(ILogger log, int models, string version, double elapsedMs);
    }
}
