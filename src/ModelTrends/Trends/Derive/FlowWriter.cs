using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Trends.Derive;

/// <summary>Rows of <c>flow</c> by COPY, into the table or into a temporary one of the same columns.</summary>
internal sealed class FlowWriter : IAsyncDisposable
{
    private readonly NpgsqlBinaryImporter _copy;
    private readonly int _sourceId;

    private FlowWriter(NpgsqlBinaryImporter copy, int sourceId) => (_copy, _sourceId) = (copy, sourceId);

    public static async Task<FlowWriter> OpenAsync(NpgsqlConnection connection, string table, int sourceId, CancellationToken cancellationToken) => new(
        await connection.BeginBinaryImportAsync($"copy {table} (source_id, day, model_id, downloads, likes, correction, flags) from stdin (format binary)", cancellationToken), sourceId);

    public static async Task EnsurePartitionsAsync(NpgsqlConnection connection, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to; month = month.AddMonths(1))
        {
            await using var command = new NpgsqlCommand(
                string.Create(CultureInfo.InvariantCulture, $"create table if not exists flow_{month:yyyy_MM} partition of flow for values from ('{month:yyyy-MM-dd}') to ('{month.AddMonths(1):yyyy-MM-dd}')"), connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async Task WriteAsync(int modelId, FlowRow row, CancellationToken cancellationToken)
    {
        await _copy.StartRowAsync(cancellationToken);
        await _copy.WriteAsync(_sourceId, NpgsqlDbType.Integer, cancellationToken);
        await _copy.WriteAsync(row.Day, NpgsqlDbType.Date, cancellationToken);
        await _copy.WriteAsync(modelId, NpgsqlDbType.Integer, cancellationToken);
        await _copy.WriteAsync(row.Downloads, NpgsqlDbType.Bigint, cancellationToken);
        await _copy.WriteAsync(row.Likes, NpgsqlDbType.Bigint, cancellationToken);
        await _copy.WriteAsync(row.Correction, NpgsqlDbType.Bigint, cancellationToken);
        await _copy.WriteAsync((short)row.Flags, NpgsqlDbType.Smallint, cancellationToken);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken) => await _copy.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => _copy.DisposeAsync();
}
