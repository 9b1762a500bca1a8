using System.CommandLine;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Hosting;
using Npgsql;

namespace ModelTrends.Benchmarks;

/// <summary>The ledger on real PostgreSQL: all models for the first time, then with nothing new, then after one namespace moved.</summary>
internal static class LedgerBenchmark
{
    public static Command Create()
    {
        var size = new Option<int>("--models") { DefaultValueFactory = _ => 300_000 };
        var command = new Command("ledger", "Attributes a generated Hub into an empty private database.") { size };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(size), token));
        return command;
    }

    private static async Task RunAsync(int size, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mt-bench-");
        try
        {
            await using var instance = await AppHost.CreateAsync(Roles.None, configure: builder => builder.Configuration["ModelTrends:DataFolder"] = folder.FullName, cancellationToken: cancellationToken);
            await instance.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
            await FillAsync(instance.Services.GetRequiredService<NpgsqlDataSource>(), size, cancellationToken);
            var registry = Registry.Load();
            await TimeAsync("first time", registry);
            await TimeAsync("nothing new", registry);
            await TimeAsync("one namespace moved", registry.With([new NamespaceOverride("owner7", "huawei", "Huawei", LabKind.Company, "CN", "https://example.org", "bench", "bench", new DateOnly(2026, 11, 24))]));

            async Task TimeAsync(string what, Registry with)
            {
                await using var scope = instance.Services.CreateAsyncScope();
                var started = Stopwatch.GetTimestamp();
                var change = await scope.ServiceProvider.GetRequiredService<LedgerUpdate>().RunAsync(with, compare: false, keep: true, cancellationToken);
                Console.WriteLine($"{what}: {change.Models:n0} models written in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:n0} MB");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(NpgsqlDataSource dataSource, int size, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var day = new DateOnly(2026, 11, 24);
        await ObservationPartitions.EnsureAsync(connection, [day], cancellationToken);
        await using var fill = new NpgsqlCommand(
            """
            -- Three million entries one by one would take longer than everything that is measured; those of search play no part in it.
            drop index ix_model_hub_id, ix_model_namespace, ix_model_name, ix_model_name_trgm, ix_model_name_prefix, ix_model_repository_prefix;
            insert into model (hub_id, name, namespace, base_names, base_hub_ids, first_seen, last_seen, state)
            select lpad(to_hex(i), 24, '0'), 'owner' || (i % @owners) || '/a-model-of-usual-length-' || i, 'owner' || (i % @owners),
                   case when i > 1000 and i % 2 = 0 then array['owner' || ((i / 7) % @owners) || '/a-model-of-usual-length-' || (i / 7)] else '{}' end,
                   case when i > 1000 and i % 2 = 0 then array[lpad(to_hex(i / 7), 24, '0')] else '{}' end,
                   @day, @day, 'Listed'
            from generate_series(1, @size) i;
            create unique index ix_model_hub_id on model (hub_id);
            create index ix_model_namespace on model (namespace);
            create index ix_model_name on model (name);
            with source as (
              insert into source (key, title, coverage) values ('hub', 'hub', 'Complete') on conflict (key) do update set coverage = excluded.coverage returning id
            ), observed as (
              insert into observation_set (source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
              select id, 'Hub', @day, now(), now(), 'Complete', 'Good', @size, 1, 1, 0 from source returning id
            )
            insert into observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes)
            select @day, observed.id, m.id, 1000000000 / m.id, 10000000000 / m.id, 1000000 / m.id from observed, model m;
            analyze model, observation, observation_set;
            """,
            connection) { CommandTimeout = 900 };
        fill.Parameters.AddWithValue("size", size);
        // Six models an owner, as on the Hub.
        fill.Parameters.AddWithValue("owners", Math.Max(8, size / 6));
        fill.Parameters.AddWithValue("day", day);
        var started = Stopwatch.GetTimestamp();
        await fill.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Console.WriteLine($"{size:n0} models and their observations made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
    }
}
