using Microsoft.EntityFrameworkCore;
using ModelTrends.Archive.Reading;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Archive;

/// <summary>
/// Imports archive files: rows stream into a temporary table by COPY, then a few set-wise statements store them, a file a transaction.
/// The same file twice changes nothing; a row that differs from what is stored is reported and not taken.
/// </summary>
public sealed class ImportArchive(ModelTrendsDb db, NpgsqlDataSource dataSource, ObservationPipeline pipeline, TimeProvider clock)
{
    public async Task<ImportReport> RunAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var report = new ImportReport();
        var source = await SourceAsync(request, cancellationToken);
        foreach (var path in request.Files)
            await ImportFileAsync(new ArchiveFile(path, request.Format), request.Day, source, report, cancellationToken);

        if (report.Added > 0 && report.FirstDay is { } first && report.LastDay is { } last)
            await pipeline.RunAsync(new ObservationChange(source.Id, first, last), cancellationToken);
        return report;
    }

    private async Task<Source> SourceAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var key = "archive:" + request.SourceName;
        var source = await db.Set<Source>().SingleOrDefaultAsync(s => s.Key == key, cancellationToken);
        if (source is not null)
            return source;

        source = new Source
        {
            Key = key,
            Title = request.Title ?? request.SourceName,
            Licence = request.Licence,
            Credit = request.Credit,
            Url = request.Url,
            Coverage = request.Coverage,
            CoverageNote = request.CoverageNote,
        };
        db.Add(source);
        await db.SaveChangesAsync(cancellationToken);
        return source;
    }

    private async Task ImportFileAsync(ArchiveFile file, DateOnly? day, Source source, ImportReport report, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, SqlFile.Read<ImportArchive>("stage.sql"), cancellationToken);
        await StageAsync(connection, file, day, report, cancellationToken);

        var days = await DaysAsync(connection, cancellationToken);
        if (days.Count > 0)
        {
            await ObservationPartitions.EnsureAsync(connection, days, cancellationToken);
            await StoreAsync(connection, source, report, cancellationToken);
            report.FirstDay = report.FirstDay is { } first && first < days[0] ? first : days[0];
            report.LastDay = report.LastDay is { } last && last > days[^1] ? last : days[^1];
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task StageAsync(NpgsqlConnection connection, ArchiveFile file, DateOnly? day, ImportReport report, CancellationToken cancellationToken)
    {
        await using var writer = await StageWriter.OpenAsync(connection, cancellationToken);
        long number = 0;
        await foreach (var cells in file.ReadAsync(report.IgnoredColumns, cancellationToken))
        {
            number++;
            report.Read++;
            var (row, fault) = RowParser.Parse(cells, file.DayInName ?? day);
            if (row is not null)
            {
                await writer.WriteAsync(number, row, cancellationToken);
                continue;
            }

            report.Faulty++;
            if (report.Faults.Count < ImportReport.FaultsKept)
                report.Faults.Add((file.Name, new RowFault(number, fault!)));
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static async Task<List<DateOnly>> DaysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("analyze staged; select distinct day from staged order by day", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<DateOnly>();
        while (await reader.ReadAsync(cancellationToken))
            days.Add(reader.GetFieldValue<DateOnly>(0));
        return days;
    }

    private async Task StoreAsync(NpgsqlConnection connection, Source source, ImportReport report, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read<ImportArchive>("store.sql"), connection)
        {
            // A whole-Hub day has three million rows; the default 30 seconds are for questions, not for loads.
            CommandTimeout = 3600,
        };
        command.Parameters.AddWithValue("source_id", source.Id);
        command.Parameters.AddWithValue("complete", source.Coverage == CoverageKind.Complete);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        report.Duplicates += reader.GetInt64(0);
        report.Added += reader.GetInt64(1);
        report.Unchanged += reader.GetInt64(2);
        report.Different += reader.GetInt64(3);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            report.Differences.Add(reader.GetString(0));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            report.PartialDays.Add(reader.GetFieldValue<DateOnly>(0));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
