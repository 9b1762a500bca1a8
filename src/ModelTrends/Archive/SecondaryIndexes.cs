using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Archive;

/// <summary>
/// Indexes of models and their names that adding rows does not need. Where a file brings more new models than there are, they are left
/// out until the rows are in and built once over all names, the trigrams above all. The table is locked for readers until the file is
/// stored, some minutes for three million models, which happens with the first whole-Hub file alone.
/// </summary>
public sealed class SecondaryIndexes
{
    private const int FewestRows = 100_000;

    private readonly List<string> _make = [];

    public static bool IsWorth(long added, long existing) => added > FewestRows && added > existing;

    public static async Task<SecondaryIndexes> DropAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var indexes = new SecondaryIndexes();
        var drop = new List<string>();
        await using (var command = new NpgsqlCommand(SqlFile.Read<SecondaryIndexes>("secondary-indexes.sql"), connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                drop.Add(reader.GetString(0));
                indexes._make.Add(reader.GetString(1));
            }
        }

        foreach (var statement in drop)
            await ExecuteAsync(connection, statement, cancellationToken);
        return indexes;
    }

    /// <summary>As they were. What the rows break is found here, before anything is committed.</summary>
    public async Task MakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "set local maintenance_work_mem = '256MB'", cancellationToken);
        foreach (var statement in _make)
            await ExecuteAsync(connection, statement, cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = ImportArchive.LongestSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
