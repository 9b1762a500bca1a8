using ModelTrends.Data;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Snapshots;

/// <summary>
/// Runs what follows observations over the days of a source that need it. It looks at what is stored, not at who stored it, so that what a
/// killed poll left undone is done by the next one.
/// </summary>
public sealed class FollowPolls(NpgsqlDataSource dataSource, ObservationPipeline pipeline)
{
    public async Task RunAsync(int sourceId, CancellationToken cancellationToken)
    {
        if (await UnderivedAsync(sourceId, cancellationToken) is { } change)
            await pipeline.RunAsync(change, cancellationToken);
    }

    private async Task<ObservationChange?> UnderivedAsync(int sourceId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<FollowPolls>("underived.sql"));
        command.Parameters.AddWithValue("source_id", sourceId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(0, cancellationToken) ? null : new ObservationChange(sourceId, reader.GetFieldValue<DateOnly>(0), reader.GetFieldValue<DateOnly>(1));
    }
}
