using ModelTrends.Data;
using ModelTrends.Platform.Pipeline;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Archive;

/// <summary>
/// Runs what follows observations over the archives' days that need it. It looks at what is stored, not at who stored it, so a process that
/// was killed between storing and deriving leaves its work to the next import or start.
/// </summary>
public sealed class DeriveArchives(NpgsqlDataSource dataSource, ObservationPipeline pipeline)
{
    /// <param name="sourceId">One archive, or null for all.</param>
    public async Task RunAsync(int? sourceId, CancellationToken cancellationToken)
    {
        foreach (var change in await UnderivedAsync(sourceId, cancellationToken))
            await pipeline.RunAsync(change, cancellationToken);
    }

    private async Task<List<ObservationChange>> UnderivedAsync(int? sourceId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<DeriveArchives>("underived.sql"));
        command.Parameters.Add(new NpgsqlParameter("source_id", NpgsqlDbType.Integer) { Value = (object?)sourceId ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var changes = new List<ObservationChange>();
        while (await reader.ReadAsync(cancellationToken))
            changes.Add(new ObservationChange(reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1), reader.GetFieldValue<DateOnly>(2)));
        return changes;
    }
}
