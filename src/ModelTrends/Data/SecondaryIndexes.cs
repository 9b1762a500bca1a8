using Npgsql;

namespace ModelTrends.Data;

/// <summary>
/// Indexes of some tables that adding rows does not need, taken away while a table is filled for the first time and built once over all
/// rows afterwards: entry by entry takes three times as long and more, the trigrams over names above all. Keys and unique indexes stay. The
/// tables are locked for readers until the transaction ends, some minutes for three million models, which happens with the first whole Hub alone.
/// </summary>
public sealed class SecondaryIndexes
{
    private const int FewestRows = 100_000;

    private readonly int _timeoutSeconds;
    private readonly List<string> _make = [];

    private SecondaryIndexes(int timeoutSeconds) => _timeoutSeconds = timeoutSeconds;

    public static bool IsWorth(long added, long existing) => added > FewestRows && added > existing;

    /// <param name="connection">In a transaction that also makes them again.</param>
    /// <param name="tables">Whose indexes are taken away.</param>
    /// <param name="referring">Tables whose foreign keys are taken away too, and checked at once when they are made again.</param>
    /// <param name="timeoutSeconds">For one statement.</param>
    /// <param name="cancellationToken">Leaves the transaction to be rolled back.</param>
    public static async Task<SecondaryIndexes> DropAsync(NpgsqlConnection connection, string[] tables, string[] referring, int timeoutSeconds, CancellationToken cancellationToken)
    {
        var indexes = new SecondaryIndexes(timeoutSeconds);
        var drop = new List<string>();
        await using (var command = new NpgsqlCommand(SqlFile.Read<SecondaryIndexes>("secondary-indexes.sql"), connection))
        {
            command.Parameters.AddWithValue("tables", tables);
            command.Parameters.AddWithValue("referring", referring);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                drop.Add(reader.GetString(0));
                indexes._make.Add(reader.GetString(1));
            }
        }

        foreach (var statement in drop)
            await indexes.ExecuteAsync(connection, statement, cancellationToken);
        return indexes;
    }

    /// <summary>As they were. What the rows break is found here, before anything is committed.</summary>
    public async Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "set local maintenance_work_mem = '256MB'", cancellationToken);
        foreach (var statement in _make)
            await ExecuteAsync(connection, statement, cancellationToken);
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = _timeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
