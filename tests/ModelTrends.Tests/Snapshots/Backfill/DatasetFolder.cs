using System.Globalization;
using DuckDB.NET.Data;

namespace ModelTrends.Tests.Snapshots.Backfill;

/// <summary>A data set with a history, as the simulated Hub serves it: one commit a day, Parquet of a public archive's columns.</summary>
internal sealed class DatasetFolder : IDisposable
{
    public const string Dataset = "someone/daily-dump";

    public string Root { get; } = Directory.CreateTempSubdirectory("mt-dataset-").FullName;

    /// <summary>Counter of a model of the archive: 1,000 at its beginning, 10 and its number more every day.</summary>
    public static long AllTime(int model, DateOnly day) => 1000 + ((10 + model) * (day.DayNumber - new DateOnly(2026, 8, 1).DayNumber));

    /// <param name="rows">Models of the file; a number may stand twice.</param>
    public async Task DayAsync(DateOnly day, IEnumerable<int> rows, string time = "13-10", string file = "models.parquet", DateOnly? counted = null)
    {
        var values = rows.Select(i => string.Create(CultureInfo.InvariantCulture,
            $"('{new string('a', 20)}{i:x4}', 'lab{i % 3}/model-{i}', {30 * (10 + i)}::bigint, {AllTime(i, counted ?? day)}::bigint, {i}::bigint, timestamp '2025-01-01', 'text-generation', 'transformers', ['region:us'])"));
        await WriteAsync(day, time, file, $"select * from (values {string.Join(',', values)}) t (_id, id, downloads, downloadsAllTime, likes, createdAt, pipeline_tag, library_name, tags)");
    }

    /// <summary>A month of a series: rows with their own days.</summary>
    public async Task MonthAsync(DateOnly committed, string file, IEnumerable<DateOnly> days, int models)
    {
        var values = days.SelectMany(day => Enumerable.Range(0, models).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"('lab{i % 3}/model-{i}', date '{day:yyyy-MM-dd}', {30 * (10 + i)}::bigint, {AllTime(i, day)}::bigint, {i}::bigint)")));
        await WriteAsync(committed, "04-00", file, $"select * from (values {string.Join(',', values)}) t (id, day, dl30, dl_all, likes)");
    }

    public async Task TextAsync(DateOnly day, string text, string file = "models.parquet") => await File.WriteAllTextAsync(Path.Combine(Folder(day, "13-10"), file), text);

    /// <summary>A day as CSV, for processes of their own: beside the tests the reader of Parquet lies where only they find it.</summary>
    public Task CsvDayAsync(DateOnly day, int models) => TextAsync(day, "id,downloads,downloadsAllTime,likes\n" + string.Concat(
        Enumerable.Range(0, models).Select(i => string.Create(CultureInfo.InvariantCulture, $"lab{i % 3}/model-{i},{30 * (10 + i)},{AllTime(i, day)},{i}\n"))), "models.csv");

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private string Folder(DateOnly day, string time) =>
        Directory.CreateDirectory(Path.Combine(Root, Dataset, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}T{time}"))).FullName;

    private async Task WriteAsync(DateOnly day, string time, string file, string select)
    {
        await using var duck = new DuckDBConnection("Data Source=:memory:");
        await duck.OpenAsync();
        await using var command = duck.CreateCommand();
        command.CommandText = $"copy ({select}) to '{Path.Combine(Folder(day, time), file)}' (format parquet)";
        await command.ExecuteNonQueryAsync();
    }
}
