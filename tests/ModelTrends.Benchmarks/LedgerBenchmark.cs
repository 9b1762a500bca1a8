using System.CommandLine;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Attribution.Ledger;
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
        await using var fill = dataSource.CreateCommand(
            """
            insert into model (hub_id, name, namespace, base_names, base_hub_ids, first_seen, last_seen, state)
            select lpad(to_hex(i), 24, '0'), 'owner' || (i % 5000) || '/m' || i, 'owner' || (i % 5000),
                   case when i > 1000 and i % 2 = 0 then array['owner' || ((i / 7) % 5000) || '/m' || (i / 7)] else '{}' end,
                   case when i > 1000 and i % 2 = 0 then array[lpad(to_hex(i / 7), 24, '0')] else '{}' end,
                   date '2026-11-24', date '2026-11-24', 'Listed'
            from generate_series(1, @size) i;
            analyze model;
            """);
        fill.CommandTimeout = 600;
        fill.Parameters.AddWithValue("size", size);
        await fill.ExecuteNonQueryAsync(cancellationToken);
    }
}
