using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using Npgsql;

namespace ModelTrends.Snapshots;

/// <summary>Opens, resumes and closes sets of polls. The caller holds the scope's lock, so a running set found here is one that was killed.</summary>
public sealed class PollSets(ModelTrendsDb db, TimeProvider clock)
{
    public sealed record Opening(ObservationSet Set, bool IsDone, bool IsResumed, int? Expected);

    public async Task<Opening> OpenAsync(PollScope scope, DateOnly day, CancellationToken cancellationToken)
    {
        var source = await SourceAsync(scope, cancellationToken);
        var now = clock.GetUtcNow();
        var hour = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);
        var sets = db.Set<ObservationSet>().AsNoTracking().Where(set => set.SourceId == source.Id);
        // The trending list is taken every hour; each capture is a set of its own.
        var same = scope == PollScope.Trending ? sets.Where(set => set.Day == day && set.StartedAt >= hour) : sets.Where(set => set.Day == day);
        var expected = await sets.Where(set => set.State == SetState.Complete && set.Quality == SetQuality.Good && set.Day <= day)
            .OrderByDescending(set => set.Day).ThenByDescending(set => set.Id).Select(set => (int?)set.Models).FirstOrDefaultAsync(cancellationToken);
        if (await same.Where(set => set.State == SetState.Complete).OrderBy(set => set.Id).FirstOrDefaultAsync(cancellationToken) is { } done)
            return new Opening(done, true, false, expected);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ObservationPartitions.EnsureAsync((NpgsqlConnection)db.Database.GetDbConnection(), [day], cancellationToken);
        var open = await same.Where(set => set.State != SetState.Complete).OrderByDescending(set => set.Id).FirstOrDefaultAsync(cancellationToken);
        var set = open is null
            ? await AddAsync(source, scope, day, now, cancellationToken)
            : await ReopenAsync(open, startsOver: scope == PollScope.Trending, cancellationToken);
        await db.Set<ObservationSet>()
            .Where(other => other.SourceId == source.Id && other.State == SetState.Running && other.Id != set.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.State, SetState.Failed).SetProperty(x => x.FinishedAt, now)
                .SetProperty(x => x.Error, "It was stopped before its end, and its time is over."), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Opening(set, false, open is not null && set.Pages > 0, expected);
    }

    public Task<ObservationSet> FindAsync(int setId, CancellationToken cancellationToken) =>
        db.Set<ObservationSet>().AsNoTracking().SingleAsync(set => set.Id == setId, cancellationToken);

    /// <param name="refusedCursor">If the set still stands there, the next attempt begins anew; rows that are stored are not stored again.</param>
    public Task FailAsync(int setId, string error, DateTimeOffset? nextAttemptAt, string? refusedCursor, CancellationToken cancellationToken) =>
        db.Set<ObservationSet>().Where(set => set.Id == setId && set.State == SetState.Running).ExecuteUpdateAsync(row => row
            .SetProperty(x => x.State, SetState.Failed)
            .SetProperty(x => x.FinishedAt, clock.GetUtcNow())
            .SetProperty(x => x.Error, error)
            .SetProperty(x => x.NextAttemptAt, nextAttemptAt)
            .SetProperty(x => x.Cursor, x => x.Cursor == refusedCursor ? null : x.Cursor), cancellationToken);

    public Task CountRequestsAsync(int setId, int requests, CancellationToken cancellationToken) =>
        db.Set<ObservationSet>().Where(set => set.Id == setId).ExecuteUpdateAsync(row => row.SetProperty(x => x.Requests, x => x.Requests + requests), cancellationToken);

    private async Task<ObservationSet> AddAsync(Source source, PollScope scope, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var set = new ObservationSet { SourceId = source.Id, Scope = scope, Day = day, StartedAt = now };
        db.Add(set);
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(set).State = EntityState.Detached;
        return set;
    }

    private async Task<ObservationSet> ReopenAsync(ObservationSet set, bool startsOver, CancellationToken cancellationToken)
    {
        if (startsOver)
        {
            // Ranks of two moments make no list: what was stored of the first goes.
            await db.Set<Observation>().Where(row => row.Day == set.Day && row.SetId == set.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Set<ObservationSet>().Where(row => row.Id == set.Id).ExecuteUpdateAsync(row => row
                .SetProperty(x => x.Models, 0).SetProperty(x => x.Pages, 0).SetProperty(x => x.SkippedRows, 0).SetProperty(x => x.Cursor, (string?)null), cancellationToken);
        }

        await db.Set<ObservationSet>().Where(row => row.Id == set.Id).ExecuteUpdateAsync(row => row
            .SetProperty(x => x.State, SetState.Running).SetProperty(x => x.FinishedAt, (DateTimeOffset?)null)
            .SetProperty(x => x.Error, (string?)null).SetProperty(x => x.NextAttemptAt, (DateTimeOffset?)null), cancellationToken);
        return await FindAsync(set.Id, cancellationToken);
    }

    private async Task<Source> SourceAsync(PollScope scope, CancellationToken cancellationToken)
    {
        var wanted = scope switch
        {
            PollScope.Labs => new Source { Key = Source.HubLabs, Title = "Hugging Face Hub, labs", Coverage = CoverageKind.Sample, CoverageNote = "models in the namespaces of known labs" },
            PollScope.Trending => new Source { Key = Source.HubTrending, Title = "Hugging Face Hub, trending list", Coverage = CoverageKind.List, CoverageNote = "among the 1,000 trending models" },
            _ => new Source { Key = Source.Hub, Title = "Hugging Face Hub", Coverage = CoverageKind.Complete },
        };
        if (await db.Set<Source>().AsNoTracking().SingleOrDefaultAsync(source => source.Key == wanted.Key, cancellationToken) is { } known)
            return known;
        wanted.Url = "https://huggingface.co/models";
        wanted.Credit = "Counts by the Hugging Face Hub, polled by this site";
        db.Add(wanted);
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(wanted).State = EntityState.Detached;
        return wanted;
    }
}
