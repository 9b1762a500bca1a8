using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;

namespace ModelTrends.Attribution.Ledger;

/// <summary>
/// Attributes everything anew when the registry is of another version than the ledger: at start, and after an administrator's tag.
/// What is computed from attributions follows by the same steps that follow an observation; a process that dies on the way leaves the
/// version marked, and the next start does them again.
/// </summary>
public sealed class Reattribution(AttributeModels models, IEnumerable<IAfterObservation> steps, ModelTrendsDb db, TimeProvider clock) : IAfterMigration
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await models.IsOutdatedAsync(cancellationToken)) await models.UpdateAsync(cancellationToken);
        var unfollowed = db.Set<RegistryVersion>().Where(version => version.FollowedAt == null);
        if (!await unfollowed.AnyAsync(cancellationToken)) return;
        var sources = await db.Set<ObservationSet>().Where(set => set.State == SetState.Complete).GroupBy(set => set.SourceId)
            .Select(group => new { Id = group.Key, First = group.Min(set => set.Day), Last = group.Max(set => set.Day) }).ToListAsync(cancellationToken);
        // Attributing is done, for all sources at once; only what is computed from it has to follow.
        var following = new ObservationPipeline(steps.Where(step => step is not AttributeModels));
        foreach (var source in sources)
            await following.RunAsync(new ObservationChange(source.Id, source.First, source.Last), cancellationToken);
        var now = clock.GetUtcNow().ToUniversalTime();
        await unfollowed.ExecuteUpdateAsync(set => set.SetProperty(version => version.FollowedAt, now), cancellationToken);
    }
}
