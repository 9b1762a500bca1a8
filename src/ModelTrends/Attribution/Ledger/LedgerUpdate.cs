using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;
using Npgsql;

namespace ModelTrends.Attribution.Ledger;

/// <summary>
/// Brings the ledger into step with the models and the registry: computes every answer in memory, compares fingerprints with what
/// stands, and writes only what differs. Rows are closed and added, never changed; running it twice changes nothing.
/// </summary>
public sealed class LedgerUpdate(NpgsqlDataSource dataSource, TimeProvider clock)
{
    /// <summary>The number is arbitrary and only has to stay the same: two updates at once would each close the other's rows.</summary>
    private const long LockKey = 7_205_759_420;

    /// <summary>The longest statement reads a whole Hub; a minute on two cores, with room for a busy machine.</summary>
    private const int TimeoutSeconds = 900;

    /// <summary>From here on indexes are made faster by sorting than entry by entry.</summary>
    private const int ManyModels = 100_000;

    /// <summary>A report is read by people; after a hundred lines they look for a file.</summary>
    private const int MostLabMoves = 100;

    /// <param name="registry">The rules to apply.</param>
    /// <param name="compare">Also report what moved; costs two more passes, so only when the registry changed.</param>
    /// <param name="keep">False: roll everything back and only report.</param>
    /// <param name="record">The version to record with the change: both stand, or neither does.</param>
    public async Task<LedgerChange> RunAsync(Registry registry, bool compare, bool keep, CancellationToken cancellationToken, VersionRecord? record = null)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        await ExecuteAsync(connection, SqlFile.Read<LedgerUpdate>("prepare.sql"), cancellationToken);

        var graph = await LedgerReader.ReadGraphAsync(connection, cancellationToken);
        var standing = await LedgerReader.ReadFingerprintsAsync(connection, graph, cancellationToken);
        var before = compare ? await CountriesAsync(connection, cancellationToken) : [];
        var now = clock.GetUtcNow().ToUniversalTime();
        var indexes = graph.Count >= ManyModels && Array.TrueForAll(standing.Publisher, print => print == 0) ? await SecondaryIndexes.DropAsync(connection, ["attribution"], [], TimeoutSeconds, cancellationToken) : null;
        var written = await LedgerWriter.WriteChangedAsync(connection, graph, registry, standing, now, cancellationToken);
        if (indexes is not null) await indexes.MakeAsync(connection, cancellationToken);

        var moves = compare ? await MovesAsync(connection, cancellationToken) : [];
        await using (var apply = new NpgsqlCommand(SqlFile.Read<LedgerUpdate>("apply.sql"), connection) { CommandTimeout = TimeoutSeconds })
        {
            apply.Parameters.AddWithValue("now", now);
            await apply.ExecuteNonQueryAsync(cancellationToken);
        }

        // Without figures the planner takes the ledger for nearly empty, here and on every board that is read afterwards.
        if (written > 0) await ExecuteAsync(connection, "analyze attribution, model", cancellationToken);
        var after = compare ? await CountriesAsync(connection, cancellationToken) : [];
        await ExecuteAsync(connection, SqlFile.Read<LedgerUpdate>("totals.sql"), cancellationToken);
        var change = new LedgerChange(written, SumOf(moves), Compare(before, after), [.. moves.Take(MostLabMoves)]);
        if (record is not null) await record.WriteAsync(connection, registry, now, compare ? change : null, cancellationToken);
        if (keep) await transaction.CommitAsync(cancellationToken);
        else await transaction.RollbackAsync(cancellationToken);
        return change;
    }

    private static IReadOnlyList<LensMove> SumOf(IReadOnlyList<LabMove> moves) =>
        [.. moves.GroupBy(move => move.Lens).OrderBy(group => group.Key).Select(group => new LensMove(group.Key, group.Sum(move => move.Models), group.Sum(move => move.Downloads30d)))];

    private static IReadOnlyList<CountryMove> Compare(IReadOnlyList<CountryTotal> before, IReadOnlyList<CountryTotal> after)
    {
        var was = before.ToDictionary(x => (x.Lens, x.Country));
        var now = after.ToDictionary(x => (x.Lens, x.Country));
        return
        [
            .. was.Keys.Union(now.Keys)
                .Select(key => new CountryMove(
                    key.Lens, key.Country, was.GetValueOrDefault(key)?.Downloads ?? 0, now.GetValueOrDefault(key)?.Downloads ?? 0,
                    was.GetValueOrDefault(key)?.Share ?? 0, now.GetValueOrDefault(key)?.Share ?? 0,
                    was.GetValueOrDefault(key)?.Models ?? 0, now.GetValueOrDefault(key)?.Models ?? 0))
                .OrderBy(move => move.Lens)
                .ThenByDescending(move => Math.Abs(move.ShareAfter - move.ShareBefore))
                .ThenBy(move => move.Country, StringComparer.Ordinal),
        ];
    }

    private sealed record CountryTotal(Data.Tables.Lens Lens, string Country, decimal Downloads, decimal Share, decimal Models);

    private static async Task<IReadOnlyList<CountryTotal>> CountriesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = new List<CountryTotal>();
        await using var command = new NpgsqlCommand(SqlFile.Read<LedgerUpdate>("countries.sql"), connection) { CommandTimeout = TimeoutSeconds };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new CountryTotal((Data.Tables.Lens)reader.GetInt16(0), reader.GetString(1), reader.GetDecimal(2), reader.GetDecimal(3), reader.GetDecimal(4)));
        return rows;
    }

    private static async Task<IReadOnlyList<LabMove>> MovesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = new List<LabMove>();
        await using var command = new NpgsqlCommand(SqlFile.Read<LedgerUpdate>("moves.sql"), connection) { CommandTimeout = TimeoutSeconds };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(new LabMove((Data.Tables.Lens)reader.GetInt16(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4)));
        return rows;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
