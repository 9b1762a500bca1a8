using System.Data;
using ModelTrends.Archive.Writing;
using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Archive.Matching;

/// <summary>
/// What one import knows of the stored models, for all its files. It is worth its seconds where the files have about as many rows as there are
/// models and no poll runs; it is given up where somebody else changes models meanwhile, and read again where too many rows were not found in it.
/// </summary>
/// <param name="dataSource">Gives a connection while the models are read.</param>
/// <param name="sourceId">Whose days are asked.</param>
/// <param name="rows">Of all files together, about.</param>
/// <param name="now">When they are imported.</param>
public sealed class ModelMatch(NpgsqlDataSource dataSource, int sourceId, long rows, DateTimeOffset now)
{
    /// <summary>One row in ten that was left to the database: reading the models again is quicker than another such file.</summary>
    private const long MostLeft = 10;

    private const long ManyModels = 100_000;

    private readonly List<string> _own = [];
    private readonly HashSet<DateOnly> _days = [];
    private readonly ObservedRows _observed = new();
    private readonly ObservedRows _spare = new();
    private KnownModels? _known;
    private long _models;
    private string _snapshot = "";
    private bool _isWorthIt = true;
    private bool _isGivenUp;

    /// <summary>For one file; the file before is read.</summary>
    /// <param name="connection">What the file is stored on.</param>
    /// <param name="first">Its first row.</param>
    /// <param name="cancellationToken">Stops reading what is known.</param>
    public async Task<RowWriter> WriterAsync(NpgsqlConnection connection, ArchiveRow first, CancellationToken cancellationToken)
    {
        if (_known is null && _isWorthIt && !_isGivenUp)
            await ReadAsync(first, cancellationToken);
        var known = _known is not null && _known.IsById == first.HubId is not null ? _known : null;
        return new RowWriter(connection, known, new NewDays(dataSource, connection, this, sourceId, now), _observed, _spare);
    }

    /// <summary>Whether the source has nothing of a day yet, nor a file before. What is added to others is compared by the database.</summary>
    public bool IsNew(DateOnly day) => !_days.Contains(day);

    /// <summary>A file has been read, and is going to be stored.</summary>
    /// <param name="file">What may change the models.</param>
    /// <returns>Whether the next file can be read meanwhile. If not, what the models are afterwards has to be read first.</returns>
    public bool Take(StagedFile file)
    {
        _days.UnionWith(file.Days);
        if (_isGivenUp || !_isWorthIt)
            return true;
        if (!file.IsMatched || file.Left * MostLeft >= file.Rows)
            Forget();
        else
            Tidy();
        return _known is not null;
    }

    /// <summary>The next file, or the next import, reads the models again.</summary>
    public void Forget()
    {
        _known = null;
        Tidy();
    }

    /// <summary>What is remembered is not true any more: all that follows is left to the database.</summary>
    public void GiveUp()
    {
        _isGivenUp = true;
        Forget();
    }

    /// <summary>Whether what was written at once is right: the file can be read so, and nobody else has changed what this remembers.</summary>
    public async Task<bool> HoldsAsync(StagedFile file, CancellationToken cancellationToken)
    {
        if (!file.IsMatched)
            return true;
        return !file.IsMixed && !await IsChangedAsync(file.Connection, cancellationToken);
    }

    private async Task<bool> IsChangedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var sql = SqlFile.Read<ModelMatch>("changed-since.sql").Replace("{is_later}", SqlFile.Read<ModelMatch>("is-later.sql"), StringComparison.Ordinal);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = ImportArchive.LongestSeconds };
        command.Parameters.AddWithValue("before", _snapshot);
        command.Parameters.AddWithValue("own", _own.ToArray());
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The transaction that is about to be committed is one of this import.</summary>
    public async Task OwnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_current_xact_id()::xid::text", connection);
        _own.Add((string)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private async Task ReadAsync(ArchiveRow first, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // All of it as of one moment.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Read<ModelMatch>("days-and-models.sql"), connection) { CommandTimeout = ImportArchive.LongestSeconds };
        command.Parameters.AddWithValue("source_id", sourceId);
        // Reading a model takes half as long as finding one for a row in the database.
        command.Parameters.AddWithValue("most", (rows * 2) + 1);
        command.Parameters.AddWithValue("now", now);
        bool isPolled;
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                _days.Add(reader.GetFieldValue<DateOnly>(0));
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            (_models, _snapshot, isPolled) = (reader.GetInt64(0), reader.GetString(1), reader.GetBoolean(2));
        }

        _isWorthIt = _models <= rows * 2 && !isPolled;
        if (_isWorthIt && _models > 0 && IsNew(first.Day))
            _known = await KnownModels.ReadAsync(connection, first.HubId is not null, _models, cancellationToken);
    }

    /// <summary>Millions of rows leave much behind, and beside so large a memory the runtime would let it grow as large again.</summary>
    private void Tidy()
    {
        if (_models > ManyModels)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
