using Npgsql;

namespace ModelTrends.Attribution.Ledger;

/// <summary>
/// The ledger's indexes, taken away while an empty ledger is filled for the first time and made again by sorting: a third of the time that
/// six million entries one by one take. Nobody waits for it, since an empty ledger answers nothing; the key stays.
/// </summary>
public sealed class LedgerIndexes(IReadOnlyList<string> definitions)
{
    /// <summary>Sorting six million entries takes some seconds an index.</summary>
    private const int TimeoutSeconds = 900;

    public static async Task<LedgerIndexes> DropAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (names, definitions) = (new List<string>(), new List<string>());
        await using (var command = new NpgsqlCommand(
            """
            select quote_ident(c.relname), pg_get_indexdef(c.oid)
            from pg_index i join pg_class c on c.oid = i.indexrelid
            where i.indrelid = 'attribution'::regclass and not i.indisprimary and not i.indisunique
            order by c.relname
            """,
            connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                names.Add(reader.GetString(0));
                definitions.Add(reader.GetString(1));
            }
        }

        if (names.Count > 0) await ExecuteAsync(connection, "drop index " + string.Join(", ", names), cancellationToken);
        return new LedgerIndexes(definitions);
    }

    public Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        definitions.Count == 0 ? Task.CompletedTask : ExecuteAsync(connection, string.Join(";\n", definitions), cancellationToken);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
