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

    /// <summary>Without waiting cell by cell: fifteen awaits a row take longer than the row. It blocks now and then, when the buffer goes out.</summary>
    public void Write(long number, ArchiveRow row)
    {
        _importer.StartRow();
        _importer.Write(number, NpgsqlDbType.Bigint);
        _importer.Write(row.Day, NpgsqlDbType.Date);
        _importer.Write(row.ModelName, NpgsqlDbType.Text);
        Text(row.HubId);
        Number(row.Downloads30d, NpgsqlDbType.Bigint);
        Number(row.DownloadsAllTime, NpgsqlDbType.Bigint);
        Number(row.Likes, NpgsqlDbType.Integer);
        Number(row.TrendingRank, NpgsqlDbType.Integer);
        Number(row.TrendingScore, NpgsqlDbType.Double);
        Text(row.PipelineTag);
        Text(row.LibraryName);
        Number(row.CreatedAt, NpgsqlDbType.TimestampTz);
        Text(row.BaseRelation);
        _importer.Write(row.BaseNames, NpgsqlDbType.Array | NpgsqlDbType.Text);
        Number(row.Parameters, NpgsqlDbType.Bigint);

        void Text(string? value)
        {
            if (value is null) _importer.WriteNull();
            else _importer.Write(value, NpgsqlDbType.Text);
        }

        void Number<T>(T? value, NpgsqlDbType type) where T : struct
        {
            if (value is null) _importer.WriteNull();
            else _importer.Write(value.Value, type);
        }
    }

    public async Task CompleteAsync(CancellationToken cancellationToken) => await _importer.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => _importer.DisposeAsync();
}
