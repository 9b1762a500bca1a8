using Medallion.Threading.Postgres;
using ModelTrends.Data;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>
/// What follows an observation: traits, flows and totals of the days that can still change. Two imports take turns, since the days of
/// one can be neighbours of the other's.
/// </summary>
public sealed class DeriveTotals(NpgsqlDataSource dataSource, TraitStep traits, CubeStep cubes, TimeProvider clock) : IAfterObservation
{
    /// <summary>The number is arbitrary and only has to stay the same between versions.</summary>
    private static readonly PostgresAdvisoryLockKey Key = new(7_205_759_410);

    public int Order => 200;

    public async Task RunAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        await using var turn = await new PostgresDistributedLock(Key, dataSource).AcquireAsync(cancellationToken: cancellationToken);
        var since = await SinceAsync(cancellationToken);
        await traits.RunAsync(change.FirstDay, cancellationToken);
        await ExecuteAsync("days.sql", change, cancellationToken);
        await cubes.RunAsync(change.SourceId, change.FirstDay, change.LastDay, cancellationToken);
        await RefreshStaleAsync(since, cancellationToken);
    }

    private async Task ExecuteAsync(string file, ObservationChange change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Read<DeriveTotals>(file), connection, transaction)
            .With(("source_id", change.SourceId), ("from", change.FirstDay), ("to", change.LastDay));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Attributions recorded since the last run can touch any day.</summary>
    private async Task<DateTimeOffset> SinceAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select max(derived_at) from trend_day");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime time ? new DateTimeOffset(time, TimeSpan.Zero) : DateTimeOffset.MinValue;
    }

    private async Task RefreshStaleAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var stale = new List<(int Source, DateOnly Day)>();
        await using (var command = dataSource.CreateCommand(SqlFile.Read<DeriveTotals>("stale-days.sql")).With(("since", since)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                stale.Add((reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1)));
        }

        var now = clock.GetUtcNow();
        foreach (var (source, day) in stale.Order())
            await cubes.RefreshAsync(source, day, now, cancellationToken);
    }
}
