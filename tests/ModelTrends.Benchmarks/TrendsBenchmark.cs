using System.CommandLine;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Archive;

using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Trends;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Benchmarks;

/// <summary>The share query on the shipped archives, and the derivation of one new day of a whole Hub.</summary>
internal static class TrendsBenchmark
{
    public static Command CreateShare()
    {
        var command = new Command("share", "Median time of share questions on the shipped archives.");
        command.SetAction((_, token) => WithDatabaseAsync(ShareAsync, token));
        return command;
    }

    public static Command CreateRollup()
    {
        var size = new Option<int>("--models") { DefaultValueFactory = _ => 1_600_000 };
        var command = new Command("rollup", "One new day of a generated Hub: flows and totals.") { size };
        command.SetAction((parsed, token) => WithDatabaseAsync((services, stop) => RollupAsync(services, parsed.GetValue(size), stop), token));
        return command;
    }

    private static async Task WithDatabaseAsync(Func<IServiceProvider, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mt-bench-");
        try
        {
            await using var instance = await AppHost.CreateAsync(Roles.None, configure: builder => builder.Configuration["ModelTrends:DataFolder"] = folder.FullName, cancellationToken: cancellationToken);
            await instance.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
            await using var scope = instance.Services.CreateAsyncScope();
            await run(scope.ServiceProvider, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ShareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var entry in BundledArchives.Read().Where(entry => entry.Name is "embedding-models-2024-2026" or "trending-2026-spring"))
        {
            var started = Stopwatch.GetTimestamp();
            await services.GetRequiredService<ImportArchive>().RunAsync(entry.Request(), cancellationToken);
            Console.WriteLine($"{entry.Name} imported and derived in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        }

        var shares = services.GetRequiredService<ShareQuery>();
        foreach (var (what, query) in new (string, ShareQuery.Query)[]
        {
            ("by country, the default", new(new Selection())),
            ("by lab", new(new Selection(), Dimension.Lab)),
            ("trending slots", new(new Selection { Population = Population.All }, Dimension.Country, Measure.TrendingSlots)),
            ("two years of embedding models by week", new(new Selection { Source = "archive:embedding-models-2024-2026", Population = Population.All, Interval = Interval.Week })),
            ("two years of embedding models by day", new(new Selection { Source = "archive:embedding-models-2024-2026", Population = Population.All })),
        })
        {
            var times = new List<double>();
            for (var i = 0; i < 105; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await shares.HandleAsync(query, cancellationToken);
                if (i >= 5) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine($"share {what}: median {times[times.Count / 2]:0.0} ms, 95 % below {times[times.Count * 95 / 100]:0.0} ms");
        }
    }

    private static async Task RollupAsync(IServiceProvider services, int size, CancellationToken cancellationToken)
    {
        var dataSource = services.GetRequiredService<NpgsqlDataSource>();
        var derive = services.GetRequiredService<DeriveTotals>();
        var first = new DateOnly(2026, 11, 1);
        await using (var fill = dataSource.CreateCommand(Fill))
        {
            fill.CommandTimeout = 3600;
            fill.Parameters.AddWithValue("size", size);
            await fill.ExecuteNonQueryAsync(cancellationToken);
        }

        for (var day = 0; day < 3; day++)
        {
            await using (var observe = dataSource.CreateCommand(Observe))
            {
                observe.CommandTimeout = 3600;
                observe.Parameters.AddWithValue("size", size);
                observe.Parameters.AddWithValue("step", day);
                await observe.ExecuteNonQueryAsync(cancellationToken);
            }

            var started = Stopwatch.GetTimestamp();
            await derive.RunAsync(new ObservationChange(1000, first.AddDays(day), first.AddDays(day)), cancellationToken);
            Console.WriteLine($"day {day + 1} of {size:n0} active models: traits, flows and totals in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        }

        var refresh = Stopwatch.GetTimestamp();
        await services.GetRequiredService<CubeStep>().RunAsync(1000, first.AddDays(2), first.AddDays(2), cancellationToken);
        Console.WriteLine($"the totals of one day alone: {Stopwatch.GetElapsedTime(refresh).TotalSeconds:0.0} s");
    }

    private const string Fill = """
        insert into source (id, key, title, coverage) values (1000, 'hub-bench', 'Generated Hub', 'Complete');
        create table if not exists observation_2026_11 partition of observation for values from ('2026-11-01') to ('2026-12-01');
        insert into model (id, name, namespace, created_at, pipeline_tag, parameters, base_relation, base_names, base_hub_ids, first_seen, last_seen, state)
        select i, 'owner' || (i % 5000) || '/m' || i, 'owner' || (i % 5000), timestamptz '2023-01-01' + (i % 1000) * interval '1 day',
          (array['text-generation', 'feature-extraction', 'text-to-image', 'automatic-speech-recognition', null])[1 + i % 5], (i % 300)::bigint * 1000000000, (array[null, 'finetune', 'quantized'])[1 + i % 3],
          '{}', '{}', '2026-11-01', '2026-11-01', 'Listed'
        from generate_series(1, @size) i;
        insert into attribution (model_id, lens, lab_id, country, family_id, part_from, part_to, parts, root_name, depth, rule, valid_from, recorded_at)
        select i, lens, 'lab' || ((i + lens * 7) % 500), (array['CN', 'US', 'FR', 'KR', 'individual', 'unknown'])[1 + (i + lens) % 6], 'family' || (i % 60), 0, 1, 1, 'x', 0, 'namespace', '2023-01-01', '2026-01-01'
        from generate_series(1, @size) i, (values (0), (1)) l (lens);
        analyze;
        """;

    private const string Observe = """
        insert into observation_set (id, source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
        values (1000 + @step, 1000, 'Hub', date '2026-11-01' + @step, timestamptz '2026-11-01' + @step * interval '1 day', timestamptz '2026-11-01' + @step * interval '1 day', 'Complete', 'Good', @size, 1, 1, 0);
        insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes)
        select date '2026-11-01' + @step, 1000 + @step, i, 30 * (1 + i % 3000), (i % 3000 + 1)::bigint * (100 + @step), i % 100 from generate_series(1, @size) i;
        analyze observation;
        """;
}
