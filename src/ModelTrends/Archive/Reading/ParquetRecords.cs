using System.Globalization;
using System.Runtime.CompilerServices;
using DuckDB.NET.Data;

namespace ModelTrends.Archive.Reading;

/// <summary>Parquet files of our own layout and of public archives, read by DuckDB: only the columns we keep, in a stream.</summary>
public static class ParquetRecords
{
    /// <summary>Files of 1.5 GB are read in row groups; more memory makes nothing faster here.</summary>
    private const string MemoryLimit = "300MB";

    public static async IAsyncEnumerable<ArchiveRecord> ReadAsync(string path, ISet<string> ignored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = new DuckDBConnection("Data Source=:memory:");
        await connection.OpenAsync(cancellationToken);
        await ExecuteAsync(connection, $"set memory_limit = '{MemoryLimit}'; set threads = 1; set preserve_insertion_order = true; set timezone = 'UTC';", cancellationToken);
        var file = $"read_parquet({Quoted(path)})";
        var columns = await ColumnsAsync(connection, file, ignored, cancellationToken);

        await using var select = connection.CreateCommand();
        select.UseStreamingMode = true;
        select.CommandText = $"select {string.Join(", ", columns.Select(column => column.Sql))} from {file}";
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        long number = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            number++;
            var cells = new string?[ArchiveColumns.Count];
            for (var i = 0; i < columns.Count; i++)
            {
                if (!reader.IsDBNull(i))
                    cells[(int)columns[i].Column] ??= reader.GetString(i);
            }

            yield return new ArchiveRecord(number, cells);
        }
    }

    /// <returns>Rows, as the file's end tells; 0 of a file that has no such end, whose reading says what is wrong with it.</returns>
    public static long Count(string path)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select num_rows from parquet_file_metadata({Quoted(path)})";
        try
        {
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
        catch (DuckDBException)
        {
            return 0;
        }
    }

    private static string Quoted(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>What to select for each column we know, as text; structs of the Hub's own shape are taken apart.</summary>
    private static async Task<List<(ArchiveColumn Column, string Sql)>> ColumnsAsync(DuckDBConnection connection, string file, ISet<string> ignored, CancellationToken cancellationToken)
    {
        var columns = new List<(ArchiveColumn, string)>();
        await using var describe = connection.CreateCommand();
        describe.CommandText = $"describe select * from {file}";
        try
        {
            await using var reader = await describe.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var (name, type) = (reader.GetString(0), reader.GetString(1));
                if (ArchiveColumns.Find(name) is { } column)
                    columns.AddRange(Select(column, $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", type));
                else
                    ignored.Add(name);
            }
        }
        catch (DuckDBException exception)
        {
            throw new ArchiveFormatException("The file is not Parquet: " + exception.Message.Split('\n')[0], exception);
        }

        return columns.Any(column => column.Item1 == ArchiveColumn.ModelId)
            ? columns
            : throw new ArchiveFormatException("The file has no column model_id (or id); day and model_id are required.");
    }

    private static IEnumerable<(ArchiveColumn, string)> Select(ArchiveColumn column, string name, string type)
    {
        if (column == ArchiveColumn.BaseModels && type.StartsWith("STRUCT", StringComparison.Ordinal))
        {
            yield return (ArchiveColumn.BaseRelation, $"{name}.relation::varchar");
            yield return (column, $"array_to_string(list_transform({name}.models, lambda x: x.id), ';')");
        }
        else if (column == ArchiveColumn.Parameters && type.StartsWith("STRUCT", StringComparison.Ordinal))
        {
            yield return (column, $"{name}.total::varchar");
        }
        else if (column == ArchiveColumn.Tags && type == "VARCHAR[]")
        {
            // Of a dozen tags a model, only the bases are read.
            yield return (column, $"array_to_string(list_filter({name}, lambda tag: starts_with(tag, 'base_model:')), ';')");
        }
        else if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            yield return (column, $"array_to_string({name}, ';')");
        }
        else if (type is "DOUBLE" or "FLOAT" && column != ArchiveColumn.TrendingScore)
        {
            // Counts that a data frame has turned into floating point because some were missing.
            yield return (column, $"case when {name} = floor({name}) then {name}::hugeint::varchar else {name}::varchar end");
        }
        else
        {
            yield return (column, $"{name}::varchar");
        }
    }

    private static async Task ExecuteAsync(DuckDBConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
