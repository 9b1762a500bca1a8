using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Archive.Matching;
using ModelTrends.Archive.Reading;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using Npgsql;

namespace ModelTrends.Archive;

/// <summary>
/// Imports archive files: rows stream into a temporary table by COPY (<see cref="StagedFile"/>), then a few set-wise statements store them, a file a transaction.
/// The same file twice changes nothing; a row that differs from what is stored is reported and not taken.
/// </summary>
public sealed class ImportArchive(ModelTrendsDb db, NpgsqlDataSource dataSource, DeriveArchives derive, TimeProvider clock)
{
    /// <summary>Arbitrary. Imports store in turns: two with the same new names would both add them.</summary>
    private const long LockKey = 7_205_759_440;

    /// <summary>Arbitrary, beside the source's own number. A source's imports follow each other: a day is one set, whoever tells of it first.</summary>
    private const int SourceLockKey = 720_575_944;

    /// <summary>A whole-Hub day has three million rows; the default 30 seconds are for questions, not for loads.</summary>
    internal const int LongestSeconds = 3600;

    /// <exception cref="ImportRefusedException">The request does not fit the source or the file.</exception>
    /// <exception cref="ArchiveFormatException">A file cannot be read; the files before it are stored and derived.</exception>
    public async Task<ImportReport> RunAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreAsync(request, cancellationToken);
        }
        finally
        {
            // Also when nothing is new: an earlier import may have been killed after it had stored.
            if (!cancellationToken.IsCancellationRequested && await FindSourceAsync(request.SourceName, cancellationToken) is { } source)
                await derive.RunAsync(source.Id, cancellationToken);
        }
    }

    /// <summary>Stores only; what follows is left to whoever has stored the last of many files.</summary>
    public async Task<ImportReport> StoreAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var report = new ImportReport();
        var files = request.Files.Select(path => new ArchiveFile(path, request.Format)).ToArray();
        foreach (var file in files)
            file.Check(request.Day);
        var source = await SourceAsync(request, cancellationToken);
        await using var turn = await new PostgresDistributedLock(new PostgresAdvisoryLockKey(SourceLockKey, source.Id), dataSource).AcquireAsync(cancellationToken: cancellationToken);
        var match = new ModelMatch(dataSource, source.Id, files.Sum(file => file.EstimateRows()), clock.GetUtcNow());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<StagedFile>? next = null;
        try
        {
            for (var i = 0; i < files.Length; i++)
            {
                var reading = next ?? ReadAsync(files[i]);
                next = null;
                await using var staged = await TrueAsync(await reading, files[i]);
                // One core reads the next file while another stores this one.
                if (match.Take(staged) && i + 1 < files.Length)
                    next = ReadAsync(files[i + 1]);
                await StoreFileAsync(staged, source, match, report, cancellationToken);
            }
        }
        finally
        {
            // Where a file could not be stored, the one being read is given up; a fault of its own would only hide the first.
            await stop.CancelAsync();
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (next is { IsCompletedSuccessfully: true })
                await (await next).DisposeAsync();
            match.Forget();
        }

        return report;

        Task<StagedFile> ReadAsync(ArchiveFile file) => StagedFile.ReadAsync(dataSource, match, file, request.Day, stop.Token);

        // Read again, and left to the database, where what the rows were judged by was not true any more.
        async Task<StagedFile> TrueAsync(StagedFile staged, ArchiveFile file)
        {
            var holds = false;
            try
            {
                holds = await match.HoldsAsync(staged, cancellationToken);
            }
            finally
            {
                if (!holds)
                    await staged.DisposeAsync();
            }

            if (holds)
                return staged;
            match.GiveUp();
            return await ReadAsync(file);
        }
    }

    public Task<Source?> FindSourceAsync(string name, CancellationToken cancellationToken) =>
        db.Set<Source>().SingleOrDefaultAsync(source => source.Key == "archive:" + name, cancellationToken);

    private async Task<Source> SourceAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var key = "archive:" + request.SourceName;
        var source = await FindSourceAsync(request.SourceName, cancellationToken);
        if (source is not null)
        {
            return request.Coverage is null || request.Coverage == source.Coverage
                ? source
                : throw new ImportRefusedException($"--coverage {Name(request.Coverage)}: {key} is stored with coverage {Name(source.Coverage)}; leave --coverage away, or give this archive another --source.");
        }

        source = new Source
        {
            Key = key,
            Title = request.Title ?? request.SourceName,
            Licence = request.Licence,
            Credit = request.Credit,
            Url = request.Url,
            Coverage = request.Coverage ?? CoverageKind.List,
            CoverageNote = request.CoverageNote,
        };
        db.Add(source);
        await db.SaveChangesAsync(cancellationToken);
        return source;
    }

    private async Task StoreFileAsync(StagedFile staged, Source source, ModelMatch match, ImportReport report, CancellationToken cancellationToken)
    {
        var connection = staged.Connection;
        staged.Tell(report);
        var days = staged.Days.ToArray();
        if (days.Length > 0)
        {
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken);
            await ObservationPartitions.EnsureAsync(connection, days, cancellationToken);
            if (staged.IsMixed)
                await ExecuteAsync(connection, SqlFile.Read<ImportArchive>("ids-by-name.sql"), cancellationToken);
            var (isNew, existing) = await IdentifyAsync(connection, staged, cancellationToken);
            var indexes = SecondaryIndexes.IsWorth(isNew, existing) ? await SecondaryIndexes.DropAsync(connection, ["model", "model_name"], ["model_name"], LongestSeconds, cancellationToken) : null;
            await StoreAsync(staged, source, days, indexes is not null, report, cancellationToken);
            if (indexes is not null)
                await indexes.MakeAsync(connection, cancellationToken);
            report.FirstDay = report.FirstDay is { } first && first < days[0] ? first : days[0];
            report.LastDay = report.LastDay is { } last && last > days[^1] ? last : days[^1];
        }

        if (source.Coverage == CoverageKind.Complete)
        {
            var partial = await DayQuality.JudgeAsync(connection, source.Id, cancellationToken);
            report.Days.UnionWith(days);
            report.PartialDays.Clear();
            report.PartialDays.UnionWith(partial.Where(report.Days.Contains));
        }

        await match.OwnAsync(connection, cancellationToken);
        await staged.CommitAsync(cancellationToken);
    }

    /// <returns>Models that are new, and those there are.</returns>
    private static async Task<(long New, long Existing)> IdentifyAsync(NpgsqlConnection connection, StagedFile staged, CancellationToken cancellationToken)
    {
        var confirm = SqlFile.Read<ImportArchive>("confirm.sql")
            .Replace("{is_told}", SqlFile.Read<ImportArchive>("is-told.sql"), StringComparison.Ordinal)
            .Replace("{has_rows_without_id}", staged.HasRowsWithoutId ? "true" : "false", StringComparison.Ordinal);
        var counts = await CountsAsync(connection, confirm, cancellationToken);
        var (matched, telling, existing) = (counts[0], counts[1], counts[2]);
        // A file that tells nothing but counts has no rest to be looked for.
        var hasRest = telling > 0 || matched < staged.Left;
        if (hasRest && matched > 0)
            await ExecuteAsync(connection, "analyze incoming", cancellationToken);
        var subject = SqlFile.Read<ImportArchive>(staged.Days.Count > 1 ? "subject-many-days.sql" : "subject-one-day.sql");
        var told = SqlFile.Read<ImportArchive>(matched == 0 ? "told-all.sql" : "told-rest.sql")
            .Replace("{is_any}", hasRest ? "true" : "false", StringComparison.Ordinal);
        return ((await CountsAsync(connection, told + SqlFile.Read<ImportArchive>("identify.sql").Replace("{subject}", subject, StringComparison.Ordinal), cancellationToken))[0], existing);
    }

    /// <returns>The numbers of the one row the statements answer with.</returns>
    private static async Task<long[]> CountsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LongestSeconds };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
    }

    private async Task StoreAsync(StagedFile staged, Source source, DateOnly[] days, bool isBulk, ImportReport report, CancellationToken cancellationToken)
    {
        // Without the indexes over names there is nothing to keep in order, and sorting all rows would be for nothing.
        var sql = SqlFile.Read<ImportArchive>("store.sql")
            .Replace("{order}", isBulk ? "s.hub_id" : "lower(s.name), s.key", StringComparison.Ordinal)
            .Replace("{is_one_day}", days.Length == 1 ? "true" : "false", StringComparison.Ordinal);
        await using (var store = new NpgsqlCommand(sql, staged.Connection) { CommandTimeout = LongestSeconds })
        {
            store.Parameters.AddWithValue("source_id", source.Id);
            store.Parameters.AddWithValue("days", days);
            store.Parameters.AddWithValue("now", clock.GetUtcNow());
            await store.ExecuteNonQueryAsync(cancellationToken);
        }

        var observe = SqlFile.Read<ImportArchive>("observe.sql").Replace("{conflict}", staged.Observed > 0 ? "on conflict do nothing" : "", StringComparison.Ordinal);
        var added = staged.Observed + await ExecuteAsync(staged.Connection, observe, cancellationToken);
        await using var settle = new NpgsqlCommand(SqlFile.Read<ImportArchive>("settle.sql"), staged.Connection) { CommandTimeout = LongestSeconds };
        settle.Parameters.AddWithValue("added", added);
        await using var reader = await settle.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (unchanged, different) = (reader.GetInt64(0), reader.GetInt64(1));
        report.Added += added;
        report.AddedAtOnce += staged.Observed;
        report.Unchanged += unchanged;
        report.Different += different;
        report.Duplicates += staged.Rows - added - unchanged - different;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            report.Differences.Add(reader.GetString(0));
    }

    private static string Name(Enum? value) => value?.ToString().ToLowerInvariant() ?? "";

    /// <returns>The rows the statement changed.</returns>
    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LongestSeconds };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
