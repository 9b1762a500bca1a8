using System.Globalization;
using System.Security.Cryptography;
using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Exports;

/// <summary>
/// A month's observations as Parquet files, one a source, in the columns that <c>import</c> reads. Each day is the set its numbers rest on;
/// sources are never mixed. The same observations give the same bytes.
/// </summary>
public sealed class ExportMonth(NpgsqlDataSource dataSource)
{
    private sealed record DaySet(ExportManifest.ExportedSource Source, int SetId, DateOnly Day);

    /// <param name="month">Its first day.</param>
    /// <returns>Null if nothing was observed in the month; then nothing is written.</returns>
    public async Task<ExportManifest?> RunAsync(DateOnly month, string folder, Action<ExportManifest.ExportedFile>? written, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // One state of the database, whatever is polled or imported meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var sets = await SetsAsync(connection, month, cancellationToken);
        if (sets.Count == 0)
            return null;

        Directory.CreateDirectory(folder);
        // A manifest beside files it does not describe would be worse than none.
        File.Delete(Path.Combine(folder, ExportManifest.FileName));
        var files = new List<ExportManifest.ExportedFile>();
        foreach (var source in sets.GroupBy(set => set.Source))
        {
            files.Add(await WriteAsync(connection, month, source.Key, [.. source], folder, cancellationToken));
            written?.Invoke(files[^1]);
        }

        var manifest = new ExportManifest(ExportManifest.CurrentSchema, month.ToString("yyyy-MM", CultureInfo.InvariantCulture), ParquetFile.Columns, files);
        await manifest.WriteAsync(folder, cancellationToken);
        return manifest;
    }

    private static async Task<ExportManifest.ExportedFile> WriteAsync(
        NpgsqlConnection connection, DateOnly month, ExportManifest.ExportedSource source, IReadOnlyList<DaySet> sets, string folder, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"observations-{month:yyyy-MM}-{source.FileKey}.parquet");
        var path = Path.Combine(folder, name);
        var partial = path + ".partial";
        try
        {
            await using var parquet = await ParquetFile.OpenAsync(path + ".scratch", cancellationToken);
            foreach (var set in sets)
            {
                await using var command = new NpgsqlCommand(SqlFile.Read<ExportMonth>("set-rows.sql"), connection)
                {
                    // Three million rows of a whole-Hub day are sorted before the first one comes.
                    CommandTimeout = 600,
                };
                command.Parameters.AddWithValue("set_id", set.SetId);
                command.Parameters.AddWithValue("day", set.Day);
                await using var rows = await command.ExecuteReaderAsync(cancellationToken);
                await parquet.AppendAsync(rows, cancellationToken);
            }

            await parquet.WriteAsync(partial, cancellationToken);
            var sha256 = await HashAsync(partial, cancellationToken);
            File.Move(partial, path, overwrite: true);
            return new ExportManifest.ExportedFile(name, parquet.Rows, new FileInfo(path).Length, sha256, sets.Count, sets[0].Day, sets[^1].Day, source);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static async Task<List<DaySet>> SetsAsync(NpgsqlConnection connection, DateOnly month, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read<ExportMonth>("month-sets.sql"), connection);
        command.Parameters.AddWithValue("first", month);
        command.Parameters.AddWithValue("last", month.AddMonths(1).AddDays(-1));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sets = new List<DaySet>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var source = new ExportManifest.ExportedSource(reader.GetString(0), reader.GetString(1), Text(2), Text(3), Text(4), reader.GetString(5).ToLowerInvariant(), Text(6));
            sets.Add(new DaySet(source, reader.GetInt32(7), reader.GetFieldValue<DateOnly>(8)));
        }

        return sets;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
