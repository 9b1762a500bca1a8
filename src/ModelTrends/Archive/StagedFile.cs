using ModelTrends.Archive.Matching;
using ModelTrends.Archive.Reading;
using ModelTrends.Archive.Writing;
using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Archive;

/// <summary>
/// One file as read, in a transaction of its own: rows that only confirm a model are observations, the others lie in a temporary table
/// (<c>stage.sql</c>). Not committed, it leaves nothing behind.
/// </summary>
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

    /// <summary>Rows without a fault.</summary>
    public long Rows { get; private set; }

    /// <summary>Of these, rows that are observations already.</summary>
    public long Observed { get; private set; }

    /// <summary>Of these, rows in the temporary table.</summary>
    public long Left { get; private set; }

    /// <summary>Whether the file was read with what is known of the models.</summary>
    public bool IsMatched { get; private set; }

    /// <summary>Then a row without id may be told by another row which model it speaks of, so that none can be judged alone.</summary>
    public bool IsMixed => HasRowsWithId && HasRowsWithoutId;

    public SortedSet<DateOnly> Days { get; } = [];

    public bool HasRowsWithId { get; private set; }

    public bool HasRowsWithoutId { get; private set; }

    /// <param name="dataSource">Gives the connection, which is held until the file is disposed of.</param>
    /// <param name="match">What is known of the models.</param>
    /// <param name="file">Was checked.</param>
    /// <param name="day">The day the caller gives the whole file.</param>
    /// <param name="cancellationToken">Stops reading; the transaction is rolled back.</param>
    /// <exception cref="ImportRefusedException">A row has another day than the caller says.</exception>
    /// <exception cref="ArchiveFormatException">The file cannot be read.</exception>
    public static async Task<StagedFile> ReadAsync(NpgsqlDataSource dataSource, ModelMatch match, ArchiveFile file, DateOnly? day, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        StagedFile? staged = null;
        try
        {
            staged = new StagedFile(connection, await connection.BeginTransactionAsync(cancellationToken), file.Name);
            await using (var command = new NpgsqlCommand(SqlFile.Read<StagedFile>("stage.sql"), connection))
                await command.ExecuteNonQueryAsync(cancellationToken);
            await staged.FillAsync(match, file, day, cancellationToken);
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

    private async Task FillAsync(ModelMatch match, ArchiveFile file, DateOnly? day, CancellationToken cancellationToken)
    {
        RowWriter? writer = null;
        try
        {
            await foreach (var (number, row, fault) in ParsedRows.ReadAsync(file, day ?? file.DayInName, _ignored, cancellationToken))
            {
                _read++;
                if (row is null)
                {
                    _faulty++;
                    if (_faults.Count < ImportReport.FaultsKept)
                        _faults.Add(new RowFault(number, fault!));
                    continue;
                }

                if (day is not null && row.Day != day)
                    throw new ImportRefusedException($"--day {day:yyyy-MM-dd}: {file.Name} has a column day of its own, which says {row.Day:yyyy-MM-dd} (row {number}); leave --day away.");
                writer ??= await match.WriterAsync(Connection, row, cancellationToken);
                await writer.WriteAsync(number, row, cancellationToken);
                Rows++;
                Days.Add(row.Day);
                if (row.HubId is null) HasRowsWithoutId = true;
                else HasRowsWithId = true;
            }

            if (writer is null)
                return;
            await writer.CompleteAsync(cancellationToken);
            (IsMatched, Observed, Left) = (writer.IsMatched, writer.Observed, writer.Left);
        }
        finally
        {
            if (writer is not null)
                await writer.DisposeAsync();
        }
    }
}
