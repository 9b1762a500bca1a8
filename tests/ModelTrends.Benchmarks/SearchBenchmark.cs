using System.CommandLine;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Trends;
using Npgsql;

namespace ModelTrends.Benchmarks;

/// <summary>Search over a generated Hub whose names are made as real ones are: few families, many owners, endless endings.</summary>
internal static class SearchBenchmark
{
    private static readonly string[] Questions =
    [
        "qwen", "Qwen/Qwen3-8B", "llama 3 8b", "deepseek-r1-distill", "qwne", "deepseak", "ppo-lunarlander", "bert", "gguf", "a7", "owner123456", "m2999999", "lora-m1234567", "zzzzqqq", "no such model at all",
        "xq", "instruct lora whisper", "depseek r1 distil", "owner12345x", "finetuned", "-7b", "%%__\\", "the quick brown fox jumps over the lazy dog and then over another one that is just as lazy as it was",
    ];

    public static Command Create()
    {
        var size = new Option<int>("--models") { DefaultValueFactory = _ => 3_000_000 };
        var command = new Command("search", "Search by name among a generated Hub's models.") { size };
        command.SetAction(async (parsed, token) =>
        {
            var folder = Directory.CreateTempSubdirectory("mt-bench-");
            try
            {
                await using var instance = await AppHost.CreateAsync(Roles.None, configure: builder => builder.Configuration["ModelTrends:DataFolder"] = folder.FullName, cancellationToken: token);
                await instance.Services.GetRequiredService<Migrator>().RunAsync(token);
                await using var scope = instance.Services.CreateAsyncScope();
                await RunAsync(scope.ServiceProvider, parsed.GetValue(size), token);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static async Task RunAsync(IServiceProvider services, int size, CancellationToken cancellationToken)
    {
        var dataSource = services.GetRequiredService<NpgsqlDataSource>();
        var started = Stopwatch.GetTimestamp();
        // Filling takes minutes: with ConnectionStrings__ModelTrends a server keeps the models for the next time.
        await using (var there = dataSource.CreateCommand("select exists (select from source where id = 1000)"))
        {
            if (true.Equals(await there.ExecuteScalarAsync(cancellationToken))) size = 0;
        }

        if (size > 0)
        {
            await using var fill = dataSource.CreateCommand(Fill);
            fill.CommandTimeout = 3600;
            fill.Parameters.AddWithValue("size", size);
            await fill.ExecuteNonQueryAsync(cancellationToken);
            Console.WriteLine($"{size:n0} models written and indexed in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        }

        started = Stopwatch.GetTimestamp();
        foreach (var step in services.GetServices<IAfterObservation>().OfType<RefreshPopularModels>())
            await step.RunAsync(new ObservationChange(1000, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 1)), cancellationToken);
        Console.WriteLine($"the list of popular models in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        var search = services.GetRequiredService<SearchQuery>();
        foreach (var question in Questions)
        {
            var times = new List<double>();
            var found = 0;
            for (var i = 0; i < 25; i++)
            {
                started = Stopwatch.GetTimestamp();
                found = (await search.HandleAsync(new SearchQuery.Query(question, 30), cancellationToken)).Models.Count;
                if (i >= 5) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine($"search '{question}': {found} models, shortest {times[0]:0.0} ms, median {times[times.Count / 2]:0.0} ms, longest {times[^1]:0.0} ms");
        }
    }

    private const string Fill = """
        insert into source (id, key, title, coverage) values (1000, 'hub-bench', 'Generated Hub', 'Complete');
        create table if not exists observation_2026_11 partition of observation for values from ('2026-11-01') to ('2026-12-01');
        insert into model (id, name, namespace, created_at, pipeline_tag, base_names, base_hub_ids, first_seen, last_seen, state)
        select i, owner || '/' || stem || ending, owner, timestamptz '2023-01-01', 'text-generation', '{}', '{}', '2026-11-01', '2026-11-01', 'Listed'
        from (
          select i,
            case when i % 50 = 0 then (array['qwen', 'meta-llama', 'deepseek-ai', 'google', 'mistralai', 'unsloth', 'bartowski', 'mradermacher'])[1 + (i / 50) % 8] else 'owner' || (hashint4(i) & 524287) end as owner,
            (array['Qwen2.5-7B-Instruct', 'Qwen3-8B', 'Llama-3.1-8B', 'DeepSeek-R1-Distill-Qwen-7B', 'bert-base-uncased', 'ppo-LunarLander-v2', 'gemma-2-9b-it', 'Mistral-7B-v0.3', 'whisper-small', 'my-model', 'sdxl-lora', 'phi-4'])[1 + (hashint4(i + 7) & 1023) % 12] as stem,
            (array['', '-GGUF', '-lora-m', '-finetuned-m', '-AWQ-m', '-m'])[1 + i % 6] || case when i % 6 in (0, 1) and i % 50 = 0 then '' else i::text end as ending
          from generate_series(1, @size) i
        ) x;
        insert into attribution (model_id, lens, lab_id, country, part_from, part_to, parts, root_name, depth, rule, valid_from, recorded_at)
        select i, 0, 'lab' || (i % 500), 'CN', 0, 1, 1, 'x', 0, 'namespace', '2023-01-01', '2026-01-01' from generate_series(1, @size) i;
        insert into observation_set (id, source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
        values (1000, 1000, 'Hub', '2026-11-01', '2026-11-01', '2026-11-01', 'Complete', 'Good', @size, 1, 1, 0);
        insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes)
        select '2026-11-01', 1000, i, (case when i % 50 = 0 then 1000000 else 3000 end / (1 + (hashint4(i) & 1023)))::bigint, 1, 0 from generate_series(1, @size) i;
        insert into trend_day (source_id, day, set_id, models, has_downloads_30d, has_downloads_all_time, has_likes, has_trending, flags)
        values (1000, '2026-11-01', 1000, @size, true, true, true, false, 0);
        analyze;
        """;
}
