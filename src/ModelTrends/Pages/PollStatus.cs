using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Pages;

/// <summary>What the pages say about polling: the last good poll, the last failure and when the next attempt is.</summary>
public sealed class PollStatus(ModelTrendsDb db)
{
    private const int Listed = 20;

    public sealed record Summary(ObservationSet? LastGood, ObservationSet? LastFailure, IReadOnlyList<ObservationSet> Recent);

    public async Task<Summary> ReadAsync(CancellationToken cancellationToken)
    {
        var recent = await db.Set<ObservationSet>().AsNoTracking().Include(set => set.Source)
            .Where(set => set.Scope != PollScope.Archive).OrderByDescending(set => set.StartedAt).Take(Listed).ToListAsync(cancellationToken);
        var good = await db.Set<ObservationSet>().AsNoTracking()
            .Where(set => set.Scope == PollScope.Hub && set.State == SetState.Complete).OrderByDescending(set => set.Day).FirstOrDefaultAsync(cancellationToken);
        // A failure that a later poll of the same scope has made good is history, not status.
        var failure = recent.FirstOrDefault(set => set.State == SetState.Failed && !recent.Exists(later => later.Scope == set.Scope && later.StartedAt > set.StartedAt && later.State == SetState.Complete));
        return new Summary(good, failure, recent);
    }
}
