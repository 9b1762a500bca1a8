using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Archive.Writing;

/// <summary>Rows for the temporary table of <c>stage.sql</c>; the order of the columns is that of the file.</summary>
public sealed class StageRows
{
    private const int MostAtOnce = 10_000;

    private readonly List<(long Number, ArchiveRow Row)> _rows = [];

    public bool IsFull => _rows.Count >= MostAtOnce;

    public void Add(long number, ArchiveRow row) => _rows.Add((number, row));

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var importer = await connection.BeginBinaryImportAsync("copy staged from stdin (format binary)", cancellationToken);
        foreach (var (number, row) in _rows)
            Write(importer, number, row);
        await importer.CompleteAsync(cancellationToken);
        _rows.Clear();
    }

    private static void Write(NpgsqlBinaryImporter importer, long number, ArchiveRow row)
    {
        importer.StartRow();
        importer.Write(number, NpgsqlDbType.Bigint);
        importer.Write(row.Day, NpgsqlDbType.Date);
        importer.WriteText(row.ModelName);
        importer.WriteText(row.HubId);
        importer.WriteNumber(row.Downloads30d, NpgsqlDbType.Bigint);
        importer.WriteNumber(row.DownloadsAllTime, NpgsqlDbType.Bigint);
        importer.WriteNumber(row.Likes, NpgsqlDbType.Integer);
        importer.WriteNumber(row.TrendingRank, NpgsqlDbType.Integer);
        importer.WriteNumber(row.TrendingScore, NpgsqlDbType.Double);
        importer.WriteText(row.PipelineTag);
        importer.WriteText(row.LibraryName);
        importer.WriteNumber(row.CreatedAt, NpgsqlDbType.TimestampTz);
        importer.WriteText(row.BaseRelation);
        importer.Write(row.BaseNames, NpgsqlDbType.Array | NpgsqlDbType.Text);
        importer.WriteNumber(row.Parameters, NpgsqlDbType.Bigint);
    }
}
