using System.Data.Common;
using DuckDB.NET.Data;

namespace ModelTrends.Exports;

/// <summary>
/// One Parquet file in the columns of <c>import</c>, written by DuckDB: rows are appended to a table on disk and copied out in their order by
/// one thread, so that equal rows give equal bytes and a whole-Hub month does not stand in memory.
/// </summary>
public sealed class ParquetFile : IAsyncDisposable
{
    private const string MemoryLimit = "300MB";

    private static readonly (string Name, string Type)[] Layout =
    [
        ("day", "date"), ("model_id", "varchar"), ("hub_id", "varchar"), ("downloads_30d", "bigint"), ("downloads_all_time", "bigint"), ("likes", "integer"),
        ("trending_rank", "integer"), ("trending_score", "double"), ("pipeline_tag", "varchar"), ("library_name", "varchar"), ("created_at", "timestamp"),
        ("base_models", "varchar"), ("base_relation", "varchar"), ("parameters", "bigint"),
    ];

    private readonly DuckDBConnection _connection;
    private readonly string _scratch;

    private ParquetFile(DuckDBConnection connection, string scratch) => (_connection, _scratch) = (connection, scratch);

    public static IReadOnlyList<string> Columns => [.. Layout.Select(column => column.Name)];

    public long Rows { get; private set; }

    public static async Task<ParquetFile> OpenAsync(string scratch, CancellationToken cancellationToken)
    {
        File.Delete(scratch);
        var connection = new DuckDBConnection($"Data Source={scratch}");
        var file = new ParquetFile(connection, scratch);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await file.ExecuteAsync($"set memory_limit = '{MemoryLimit}'; set threads = 1; set preserve_insertion_order = true; create table observed ({string.Join(", ", Layout.Select(column => $"{column.Name} {column.Type}"))})", cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <param name="rows">In the order of <see cref="Columns"/>.</param>
    public async Task AppendAsync(DbDataReader rows, CancellationToken cancellationToken)
    {
        using var appender = _connection.CreateAppender("observed");
        while (await rows.ReadAsync(cancellationToken))
        {
            var row = appender.CreateRow();
            row.AppendValue(rows.GetFieldValue<DateOnly>(0));
            for (var i = 1; i < Layout.Length; i++)
            {
                if (rows.IsDBNull(i))
                {
                    row.AppendNullValue();
                    continue;
                }

                _ = Layout[i].Type switch
                {
                    "bigint" => row.AppendValue(rows.GetInt64(i)),
                    "integer" => row.AppendValue(rows.GetInt32(i)),
                    "double" => row.AppendValue(rows.GetDouble(i)),
                    "timestamp" => row.AppendValue(rows.GetDateTime(i)),
                    _ => row.AppendValue(rows.GetString(i)),
                };
            }

            row.EndRow();
            Rows++;
        }
    }

    public async Task WriteAsync(string path, CancellationToken cancellationToken) =>
        await ExecuteAsync($"copy (select * from observed) to '{path.Replace("'", "''", StringComparison.Ordinal)}' (format parquet, compression zstd)", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        File.Delete(_scratch);
        File.Delete(_scratch + ".wal");
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
