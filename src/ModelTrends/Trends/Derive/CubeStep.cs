using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>Replaces the totals of days, a stretch of them in one transaction.</summary>
public sealed class CubeStep(NpgsqlDataSource dataSource, TimeProvider clock)
{
    /// <summary>Models times days of one statement: large enough to spare round trips, small enough for sorts in memory.</summary>
    private const int RowsAtOnce = 300_000;
    private const int ManyDays = 5;

    public async Task RunAsync(int sourceId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var days = new List<(DateOnly Day, int Models)>();
        await using (var command = dataSource.CreateCommand("select day, models from trend_day where source_id = @source_id and day between @from and @to order by day")
            .With(("source_id", sourceId), ("from", from), ("to", to)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                days.Add((reader.GetFieldValue<DateOnly>(0), reader.GetInt32(1)));
        }

        var largest = days.Select(day => day.Models).DefaultIfEmpty(0).Max();
        foreach (var chunk in days.Chunk(Math.Max(1, RowsAtOnce / Math.Max(1, largest))))
            await RefreshAsync(sourceId, chunk[0].Day, chunk[^1].Day, now, cancellationToken);
        if (days.Count < ManyDays) return;

        // Many new rows at once: without statistics the next questions would be planned as if the tables were empty.
        await using var analyze = dataSource.CreateCommand("analyze country_cube, lab_cube, trend_day, model_trait").With();
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task RefreshAsync(int sourceId, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken) => RefreshAsync(sourceId, day, day, now, cancellationToken);

    private async Task RefreshAsync(int sourceId, DateOnly from, DateOnly to, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sql = SqlFile.Read<CubeStep>("cubes.sql").Replace("{part}", Ledger.Read<CubeStep>("part.sql"), StringComparison.Ordinal);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection, transaction)
            .With(("source_id", sourceId), ("from", from), ("to", to), ("as_of", null), ("now", now));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
