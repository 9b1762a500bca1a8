using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Archive;

/// <summary>Binary COPY into the temporary table of <c>stage.sql</c>; the order of the columns is that of the file.</summary>
public sealed class StageWriter : IAsyncDisposable
{
    private readonly NpgsqlBinaryImporter _importer;

    private StageWriter(NpgsqlBinaryImporter importer) => _importer = importer;

    public static async Task<StageWriter> OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(await connection.BeginBinaryImportAsync("copy staged from stdin (format binary)", cancellationToken));

    public async Task WriteAsync(long number, ArchiveRow row, CancellationToken cancellationToken)
    {
        await _importer.StartRowAsync(cancellationToken);
        await _importer.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken);
        await _importer.WriteAsync(row.Day, NpgsqlDbType.Date, cancellationToken);
        await _importer.WriteAsync(row.ModelName, NpgsqlDbType.Text, cancellationToken);
        await Nullable(row.HubId, NpgsqlDbType.Text);
        await Nullable(row.Downloads30d, NpgsqlDbType.Bigint);
        await Nullable(row.DownloadsAllTime, NpgsqlDbType.Bigint);
        await Nullable(row.Likes, NpgsqlDbType.Integer);
        await Nullable(row.TrendingRank, NpgsqlDbType.Integer);
        await Nullable(row.TrendingScore, NpgsqlDbType.Double);
        await Nullable(row.PipelineTag, NpgsqlDbType.Text);
        await Nullable(row.LibraryName, NpgsqlDbType.Text);
        await Nullable(row.CreatedAt, NpgsqlDbType.TimestampTz);
        await Nullable(row.BaseRelation, NpgsqlDbType.Text);
        await _importer.WriteAsync(row.BaseNames, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        await Nullable(row.Parameters, NpgsqlDbType.Bigint);

        Task Nullable<T>(T value, NpgsqlDbType type) => value is null ? _importer.WriteNullAsync(cancellationToken) : _importer.WriteAsync(value, type, cancellationToken);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken) => await _importer.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => _importer.DisposeAsync();
}
