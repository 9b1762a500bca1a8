using ModelTrends.Data;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Archive;

/// <summary>Keeps the number of models of a source, for the list of sources: only the days that are new are read.</summary>
public sealed class CountSourceModels(NpgsqlDataSource dataSource) : IAfterObservation
{
    /// <summary>Before the totals, whose end marks the change as derived.</summary>
    public int Order => 150;

    public async Task RunAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Read<CountSourceModels>("count-source-models.sql"), connection, transaction)
        {
            // Three million models of a whole-Hub day.
            CommandTimeout = 600,
        };
        command.Parameters.AddWithValue("source_id", change.SourceId);
        command.Parameters.AddWithValue("from", change.FirstDay);
        command.Parameters.AddWithValue("to", change.LastDay);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
