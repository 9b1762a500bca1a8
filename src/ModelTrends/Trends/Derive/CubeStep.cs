using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>Replaces the totals of days, each in one transaction.</summary>
public sealed class CubeStep(NpgsqlDataSource dataSource, TimeProvider clock)
{
    public async Task RunAsync(int sourceId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var days = new List<DateOnly>();
        await using (var command = dataSource.CreateCommand("select day from trend_day where source_id = @source_id and day between @from and @to order by day")
            .With(("source_id", sourceId), ("from", from), ("to", to)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                days.Add(reader.GetFieldValue<DateOnly>(0));
        }

        foreach (var day in days)
            await RefreshAsync(sourceId, day, now, cancellationToken);
    }

    public async Task RefreshAsync(int sourceId, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sql = SqlFile.Read<CubeStep>("cubes.sql").Replace("{part}", Ledger.Read<CubeStep>("part.sql"), StringComparison.Ordinal);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection, transaction)
            .With(("source_id", sourceId), ("from", day), ("to", day), ("as_of", null), ("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
