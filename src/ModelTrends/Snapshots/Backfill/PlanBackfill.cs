using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;

namespace ModelTrends.Snapshots.Backfill;

/// <summary>Says which files are to be fetched, and writes it down, so that a run that is killed goes on with the same list.</summary>
public sealed class PlanBackfill(HubDatasets datasets, ModelTrendsDb db)
{
    private const string Month = "{month}";
    private const string Main = "main";

    /// <returns>Files to fetch, the oldest first.</returns>
    public async Task<IReadOnlyList<BackfillRevision>> RunAsync(BackfillOptions options, DateOnly to, CancellationToken cancellationToken)
    {
        var wanted = options.File.Contains(Month, StringComparison.Ordinal)
            ? await MonthsAsync(options, to, cancellationToken)
            : await DaysAsync(options, to, cancellationToken);
        var known = await db.Set<BackfillRevision>().Where(row => row.Dataset == options.Dataset).ToListAsync(cancellationToken);
        var plan = new List<BackfillRevision>();
        foreach (var row in wanted)
        {
            var stored = known.Find(k => k.File == row.File && k.Revision == row.Revision);
            if (stored is null)
                db.Add(stored = row);
            if (stored.State == BackfillState.Pending)
                plan.Add(stored);
        }

        // What an earlier list named and this one does not, such as a commit that a later one of the same day replaced, was never begun.
        var files = wanted.Select(row => row.File).Append(options.File).ToHashSet(StringComparer.Ordinal);
        db.RemoveRange(known.Where(k => k.State == BackfillState.Pending && files.Contains(k.File) && k.Day >= options.From && k.Day <= to && !plan.Contains(k)));
        await db.SaveChangesAsync(cancellationToken);
        return [.. plan.OrderBy(row => row.Day).ThenBy(row => row.File, StringComparer.Ordinal)];
    }

    /// <summary>One commit a day, the last; a day that is there already needs no other.</summary>
    private async Task<List<BackfillRevision>> DaysAsync(BackfillOptions options, DateOnly to, CancellationToken cancellationToken)
    {
        var commits = new List<DatasetCommit>();
        await foreach (var commit in datasets.ListCommitsAsync(options.Dataset, Main, cancellationToken))
        {
            if (DayOf(commit) < options.From)
                break;
            if (DayOf(commit) <= to)
                commits.Add(commit);
        }

        // Data sets of several files commit one file at a time and name it; where no title does, every commit may have changed it.
        var name = Path.GetFileName(options.File);
        var titled = commits.FindAll(commit => commit.Title.Contains(name, StringComparison.OrdinalIgnoreCase));
        var there = (await db.Set<BackfillRevision>().AsNoTracking()
            .Where(row => row.Dataset == options.Dataset && row.File == options.File && row.State == BackfillState.Done).ToListAsync(cancellationToken)).ToLookup(row => row.Day);
        var wanted = new List<BackfillRevision>();
        DateOnly? last = null;
        foreach (var day in (titled.Count > 0 ? titled : commits).GroupBy(DayOf).OrderBy(group => group.Key))
        {
            if (last is { } before && day.Key.DayNumber - before.DayNumber < options.EveryDays)
                continue;
            last = day.Key;
            if (there.Contains(day.Key))
                continue;
            var commit = day.OrderBy(c => c.Date).ThenBy(c => c.Id, StringComparer.Ordinal).Last();
            wanted.Add(new BackfillRevision { Dataset = options.Dataset, File = options.File, Revision = commit.Id, Day = day.Key, CommittedAt = commit.Date.ToUniversalTime() });
        }

        return wanted;
    }

    /// <summary>One file a month as the data set stands; a month whose file has not changed since it was read needs no second reading.</summary>
    private async Task<List<BackfillRevision>> MonthsAsync(BackfillOptions options, DateOnly to, CancellationToken cancellationToken)
    {
        var wanted = new List<BackfillRevision>();
        DatasetCommit? head = null;
        await foreach (var commit in datasets.ListCommitsAsync(options.Dataset, Main, cancellationToken))
        {
            head = commit;
            break;
        }

        if (head is null)
            return wanted;
        for (var month = new DateOnly(options.From.Year, options.From.Month, 1); month <= to; month = month.AddMonths(1))
        {
            var path = options.File.Replace(Month, month.ToString("yyyy-MM", CultureInfo.InvariantCulture), StringComparison.Ordinal);
            if (await datasets.FindFileAsync(options.Dataset, head.Id, path, cancellationToken) is not { } file)
                continue;
            if (!await db.Set<BackfillRevision>().AnyAsync(row => row.Dataset == options.Dataset && row.File == path && row.Sha256 == file.Hash && row.State != BackfillState.Pending, cancellationToken))
                wanted.Add(new BackfillRevision { Dataset = options.Dataset, File = path, Revision = head.Id, Day = month, CommittedAt = head.Date.ToUniversalTime() });
        }

        return wanted;
    }

    private static DateOnly DayOf(DatasetCommit commit) => DateOnly.FromDateTime(commit.Date.UtcDateTime);
}
