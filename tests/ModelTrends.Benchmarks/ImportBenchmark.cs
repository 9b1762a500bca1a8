using System.CommandLine;
using System.Diagnostics;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Archive;
using ModelTrends.Archive.Reading;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;

namespace ModelTrends.Benchmarks;

/// <summary>Whole-Hub days as Parquet into an empty private database: the first (every model new), the next, several in one go, and the same again.</summary>
internal static class ImportBenchmark
{
    public static Command Create()
    {
        var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 1_000_000 };
        var derive = new Option<bool>("--derive") { Description = "also attribute and derive, as a real import does" };
        var command = new Command("import", "Imports generated Parquet snapshots: rows a second, peak memory.") { rows, derive };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(rows), parsed.GetValue(derive), token));
        return command;
    }

    private static async Task RunAsync(int rows, bool derive, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mt-bench-");
        try
        {
            await GenerateAsync(folder.FullName, rows, cancellationToken);
            await using var instance = await AppHost.CreateAsync(Roles.None, configure: builder => builder.Configuration["ModelTrends:DataFolder"] = Path.Combine(folder.FullName, "data"), cancellationToken: cancellationToken);
            await instance.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
            await TimeReadingAsync(Day(1), cancellationToken);
            await TimeAsync("first day, every model new", "bench", Day(1));
            await TimeAsync("next day, in another order", "bench", Day(2));
            await TimeAsync("four days in one go", "bench", Day(3), Day(4), Day(5), Day(6));
            await TimeAsync("the same day again", "bench", Day(6));
            await TimeAsync("a month of series of known models, without ids", "series", Path.Combine(folder.FullName, "series-2026-09.parquet"));

            string Day(int day) => Path.Combine(folder.FullName, $"models-2026-11-0{day}.parquet");

            async Task TimeAsync(string what, string source, params string[] files)
            {
                await using var scope = instance.Services.CreateAsyncScope();
                var steps = derive ? scope.ServiceProvider.GetServices<IAfterObservation>() : [];
                var import = ActivatorUtilities.CreateInstance<ImportArchive>(scope.ServiceProvider, ActivatorUtilities.CreateInstance<DeriveArchives>(scope.ServiceProvider, new ObservationPipeline(steps)));
                var started = Stopwatch.GetTimestamp();
                var report = await import.RunAsync(new ImportRequest(files, source, Coverage: source == "bench" ? CoverageKind.Complete : CoverageKind.List), cancellationToken);
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                Console.WriteLine($"{what}: {report.Read:n0} rows read, {report.Added:n0} added in {seconds:0.0} s, {report.Read / seconds:n0} rows/s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:n0} MB, afterwards {Environment.WorkingSet >> 20:n0} MB, {GC.GetGCMemoryInfo().TotalCommittedBytes >> 20:n0} MB of it managed");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task TimeReadingAsync(string file, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = 0L;
        await foreach (var parsed in ParsedRows.ReadAsync(new ArchiveFile(file), new DateOnly(2026, 11, 1), new HashSet<string>(StringComparer.Ordinal), cancellationToken))
            rows += parsed.Row is null ? 0 : 1;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"reading alone: {rows:n0} rows in {seconds:0.0} s, {rows / seconds:n0} rows/s");
    }

    /// <summary>The Hub's own columns, in the shape of a public daily archive; each day one model in two hundred has another task, and every other day is in no order.</summary>
    private static async Task GenerateAsync(string folder, int rows, CancellationToken cancellationToken)
    {
        await using var duck = new DuckDBConnection("Data Source=:memory:");
        await duck.OpenAsync(cancellationToken);
        for (var day = 1; day <= 6; day++)
        {
            await using var command = duck.CreateCommand();
            command.CommandText = $$"""
                set threads = 1; set memory_limit = '200MB';
                copy (
                  select format('{:024x}', 6500000000000000 + i) as _id, 'owner' || (hash(i) % 60000) || '/model-' || i as id,
                    ((hash(i) % 1000) * (i % 7))::bigint as downloads, ((hash(i) % 100000) + {{day}} * (i % 50))::bigint as downloadsAllTime, (hash(i) % 90)::bigint as likes,
                    (i % 3)::double as trendingScore, timestamp '2024-01-01' + interval (i % 900) day as createdAt,
                    case when hash(i * 6 + {{day}}) % 200 = 0 then 'any-to-any' when i % 2 = 0 then 'text-generation' end as pipeline_tag, case when i % 3 = 0 then 'transformers' end as library_name,
                    ['region:us', 'license:mit', 'transformers'] as tags,
                    case when i % 3 = 1 then {'relation': 'finetune', 'models': [{'_id': 'x', 'id': 'owner1/model-' || (i % 1000)}]} end as baseModels,
                    case when i % 4 = 0 then {'total': (i * 1000)::bigint} end as safetensors
                  from range({{rows}}) t(i) {{(day % 2 == 0 ? "" : "order by hash(i * 7)")}}
                ) to '{{Path.Combine(folder, $"models-2026-11-0{day}.parquet")}}' (format parquet)
                """;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        // As many rows again: thirty days of a thirtieth of the models, by name.
        await using var series = duck.CreateCommand();
        series.CommandText = $"""
            copy (
              select 'owner' || (hash(i) % 60000) || '/model-' || i as id, date '2026-09-01' + d::integer as day,
                ((hash(i) % 1000) * (i % 7))::bigint as dl30, ((hash(i) % 100000) + d * (i % 50))::bigint as dl_all, (hash(i) % 90)::bigint as likes
              from range({rows / 30}) t(i), range(30) u(d)
            ) to '{Path.Combine(folder, "series-2026-09.parquet")}' (format parquet)
            """;
        await series.ExecuteNonQueryAsync(cancellationToken);
    }
}
