using ModelTrends.Archive.Reading;
using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Archive;

/// <summary>The rows of one file in a temporary table (<c>stage.sql</c>), in a transaction that nothing else has touched yet. Not committed, it leaves nothing behind.</summary>
public sealed class StagedFile : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;
    private readonly List<RowFault> _faults = [];
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);
    private readonly string _name;
    private long _read;
    private long _faulty;

    private StagedFile(NpgsqlConnection connection, NpgsqlTransaction transaction, string name) => (Connection, _transaction, _name) = (connection, transaction, name);

    public NpgsqlConnection Connection { get; }

    public long Rows { get; private set; }

    public SortedSet<DateOnly> Days { get; } = [];

    public bool HasRowsWithId { get; private set; }

    public bool HasRowsWithoutId { get; private set; }

    /// <param name="dataSource">Gives the connection, which is held until the file is disposed of.</param>
    /// <param name="file">Was checked.</param>
    /// <param name="day">The day the caller gives the whole file.</param>
    /// <param name="cancellationToken">Stops reading; the transaction is rolled back.</param>
    /// <exception cref="ImportRefusedException">A row has another day than the caller says.</exception>
    /// <exception cref="ArchiveFormatException">The file cannot be read.</exception>
    public static async Task<StagedFile> ReadAsync(NpgsqlDataSource dataSource, ArchiveFile file, DateOnly? day, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        StagedFile? staged = null;
        try
        {
            staged = new StagedFile(connection, await connection.BeginTransactionAsync(cancellationToken), file.Name);
            await using (var command = new NpgsqlCommand(SqlFile.Read<StagedFile>("stage.sql"), connection))
                await command.ExecuteNonQueryAsync(cancellationToken);
            await staged.FillAsync(file, day, cancellationToken);
            return staged;
        }
        catch
        {
            await (staged?.DisposeAsync() ?? connection.DisposeAsync());
            throw;
        }
    }

    /// <summary>Adds what was read and what was wrong with it.</summary>
    public void Tell(ImportReport report)
    {
        report.Read += _read;
        report.Faulty += _faulty;
        report.Faults.AddRange(_faults.Take(ImportReport.FaultsKept - report.Faults.Count).Select(fault => (_name, fault)));
        report.IgnoredColumns.UnionWith(_ignored);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private async Task FillAsync(ArchiveFile file, DateOnly? day, CancellationToken cancellationToken)
    {
        await using var writer = await StageWriter.OpenAsync(Connection, cancellationToken);
        await foreach (var (number, row, fault) in ParsedRows.ReadAsync(file, day ?? file.DayInName, _ignored, cancellationToken))
        {
            _read++;
            if (row is not null)
            {
                if (day is not null && row.Day != day)
                    throw new ImportRefusedException($"--day {day:yyyy-MM-dd}: {file.Name} has a column day of its own, which says {row.Day:yyyy-MM-dd} (row {number}); leave --day away.");
                writer.Write(number, row);
                Rows++;
                Days.Add(row.Day);
                if (row.HubId is null) HasRowsWithoutId = true;
                else HasRowsWithId = true;
                continue;
            }

            _faulty++;
            if (_faults.Count < ImportReport.FaultsKept)
                _faults.Add(new RowFault(number, fault!));
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
