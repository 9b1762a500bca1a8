using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;
using ModelTrends.Platform;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Snapshots.Backfill;

/// <param name="Refused">Files that were read and are not what they should be; they are not asked for again.</param>
public sealed record BackfillReport(int Files, long Added, IReadOnlyList<BackfillRevision> Refused);

/// <param name="Place">From 1, among the files of this run.</param>
public sealed record BackfillProgress(int Place, int Files, DateOnly Day, long Bytes, long AllBytes, IntakeReport? Stored);

/// <summary>Another process fetches.</summary>
public sealed class BackfillBusyException() : Exception("another process backfills now.");

/// <summary>
/// Past days from an archive on the Hub: list, fetch, store, and at the end derive. Every file's end is written down, and a file that is half
/// here is gone on with, so a run can be killed at any moment and started again.
/// </summary>
public sealed partial class FetchArchive(
    PlanBackfill plan, HubDatasets datasets, IArchiveIntake intake, ModelTrendsDb db, NpgsqlDataSource dataSource, IConfiguration configuration, TimeProvider clock, ILogger<FetchArchive> logger)
{
    /// <summary>The number is arbitrary and only has to stay the same between versions.</summary>
    private static readonly PostgresAdvisoryLockKey Key = new(7_205_759_450);

    /// <summary>Left to the database while a file lies beside it.</summary>
    private const long SpareBytes = 1L << 30;

    public async Task<BackfillReport> RunAsync(BackfillOptions options, DateOnly? to, IProgress<BackfillProgress>? progress, CancellationToken cancellationToken)
    {
        await using var turn = await new PostgresDistributedLock(Key, dataSource).TryAcquireAsync(cancellationToken: cancellationToken) ?? throw new BackfillBusyException();
        var files = await plan.RunAsync(options, to ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), cancellationToken);
        var refused = new List<BackfillRevision>();
        long added = 0;
        try
        {
            for (var i = 0; i < files.Count; i++)
            {
                await TakeAsync(files[i], options, (bytes, all, stored) => progress?.Report(new BackfillProgress(i + 1, files.Count, files[i].Day, bytes, all, stored)), cancellationToken);
                added += files[i].Added ?? 0;
                if (files[i].State == BackfillState.Refused)
                    refused.Add(files[i]);
            }
        }
        finally
        {
            // What is stored is shown, also when the Hub has gone away in the middle. A killed process leaves this to the next start.
            if (!cancellationToken.IsCancellationRequested)
                await intake.DeriveAsync(options.Source, cancellationToken);
        }

        return new BackfillReport(files.Count, added, refused);
    }

    private async Task TakeAsync(BackfillRevision row, BackfillOptions options, Action<long, long, IntakeReport?> tell, CancellationToken cancellationToken)
    {
        try
        {
            if (await datasets.FindFileAsync(row.Dataset, row.Revision, row.File, cancellationToken) is not { } file)
            {
                await EndAsync(row, BackfillState.Refused, "The commit has no such file.", cancellationToken);
                return;
            }

            (row.Sha256, row.Bytes) = (file.Hash, file.Bytes);
            if (await SameAsync(row, cancellationToken) is { } same)
            {
                await EndAsync(row, BackfillState.Refused, $"To the byte the file of {same.Day:yyyy-MM-dd}: nothing was observed anew.", cancellationToken);
                return;
            }

            await StoreAsync(row, file, options, tell, cancellationToken);
        }
        catch (HubHashException exception)
        {
            await EndAsync(row, BackfillState.Refused, exception.Message, cancellationToken);
        }
        catch (Exception exception) when (exception is HubException or IOException)
        {
            row.Error = exception.Message;
            await db.SaveChangesAsync(CancellationToken.None);
            throw;
        }
    }

    private async Task StoreAsync(BackfillRevision row, DatasetFile file, BackfillOptions options, Action<long, long, IntakeReport?> tell, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Places.DataFolder(configuration), "backfill");
        Directory.CreateDirectory(folder);
        if (new DriveInfo(folder).AvailableFreeSpace < file.Bytes + SpareBytes)
            throw new IOException($"{file.Path} of {row.Day:yyyy-MM-dd} has {file.Bytes >> 20} MB; below {folder} there is no room for it and 1 GB to spare.");
        var path = await datasets.DownloadAsync(file, folder, new Bytes(bytes => tell(bytes, file.Bytes, null)), cancellationToken);
        try
        {
            var isSeries = options.File != row.File;
            var report = await intake.StoreAsync(
                new IntakeFile(path, options.Source, isSeries ? null : row.Day, options.Coverage, options.Title, options.Licence, options.Credit, new Uri($"https://huggingface.co/datasets/{row.Dataset}")), cancellationToken);
            row.Added = report.Added;
            await EndAsync(row, BackfillState.Done, Remarks(report), cancellationToken);
            tell(file.Bytes, file.Bytes, report);
        }
        catch (IntakeRefusedException exception)
        {
            await EndAsync(row, BackfillState.Refused, exception.Message, cancellationToken);
        }

        // Only now: a process killed before this reads the file again from its own disk.
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private Task<BackfillRevision?> SameAsync(BackfillRevision row, CancellationToken cancellationToken) => db.Set<BackfillRevision>().AsNoTracking()
        .Where(other => other.Dataset == row.Dataset && other.Sha256 == row.Sha256 && other.State == BackfillState.Done && (other.File != row.File || other.Revision != row.Revision))
        .OrderBy(other => other.Day).FirstOrDefaultAsync(cancellationToken);

    private async Task EndAsync(BackfillRevision row, BackfillState state, string? error, CancellationToken cancellationToken)
    {
        (row.State, row.Error, row.EndedAt) = (state, error, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        if (state == BackfillState.Refused)
            LogRefused(logger, row.File, row.Day, error);
    }

    /// <summary>What an editor should know of a file that was taken; null where there is nothing.</summary>
    private static string? Remarks(IntakeReport report)
    {
        string?[] remarks =
        [
            report.PartialDays.Count == 0 ? null : $"partial: fewer than 95 % of the last good day's models on {string.Join(", ", report.PartialDays.Select(day => $"{day:yyyy-MM-dd}"))}",
            report.Twice == 0 ? null : $"{report.Twice} rows of models that had one before",
            report.Different == 0 ? null : $"{report.Different} rows contradict what is stored and were not taken",
            report.Faulty == 0 ? null : $"{report.Faulty} rows not taken, {report.FirstFault}",
        ];
        var text = string.Join("; ", remarks.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    /// <summary>Reports at once; <see cref="Progress{T}"/> would do so later and on another thread.</summary>
    private sealed class Bytes(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }

    [LoggerMessage(LogLevel.Warning, "Backfill refuses {File} of {Day}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string file, DateOnly day, string? reason);
}
