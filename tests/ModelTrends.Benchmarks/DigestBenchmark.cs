using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Archive;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Benchmarks;

/// <summary>
/// The digest from real processes (<c>digest send</c>) to a mail server on this machine: once undisturbed, once with SIGKILLs, once by two
/// processes at a time. Counted by Message-ID.
/// </summary>
internal static class DigestBenchmark
{
    private const string Week = "2026-W18";

    public static Command Create()
    {
        var subscribers = new Option<int>("--subscribers") { DefaultValueFactory = _ => 10_000 };
        var kills = new Option<int>("--kills") { DefaultValueFactory = _ => 5 };
        var command = new Command("digest", "Sends an issue to a counting mail server: time, memory, kills, two workers.") { subscribers, kills };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(subscribers), parsed.GetValue(kills), token));
        return command;
    }

    private static async Task RunAsync(int subscribers, int kills, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mt-bench-");
        try
        {
            await using var server = await PrivatePostgres.StartAsync(Path.Combine(folder.FullName, "postgres"), joinRunning: false, cancellationToken);
            await using (var instance = await AppHost.CreateAsync(Roles.None, configure: builder => (builder.Configuration[DatabaseServer.Setting], builder.Configuration[DatabaseServer.MigrationSetting]) = (server.ConnectionString, server.MigrationConnectionString), cancellationToken: cancellationToken))
            {
                await instance.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
                await instance.Services.GetRequiredService<BundledArchives>().LoadAsync(cancellationToken);
            }

            await using var database = NpgsqlDataSource.Create(server.ConnectionString);
            await using var counter = new MailCounter();
            await BeginAsync(database, subscribers, cancellationToken);

            var plain = await RunOneAsync(server.ConnectionString, counter, folder, cancellationToken);
            Console.WriteLine($"undisturbed: {plain.Seconds:0.0} s from start to end of the process, peak memory {plain.PeakMegabytes:0} MB, of it the process's own {plain.OwnMegabytes:0} MB and the rest mapped files, after composing own {plain.SendingMegabytes:0} MB, {counter.Bytes / Math.Max(1, counter.Taken) / 1024} kB a mail; {Count(counter, subscribers)}");

            await BeginAsync(database, subscribers, cancellationToken);
            counter.Forget();
            for (var kill = 1; kill <= kills; kill++)
            {
                using var victim = Start(server.ConnectionString, counter, folder);
                while (counter.Taken < subscribers * kill / (kills + 1) && !victim.HasExited)
                    await Task.Delay(10, cancellationToken);
                victim.Kill();
                await victim.WaitForExitAsync(cancellationToken);
            }

            var last = await RunOneAsync(server.ConnectionString, counter, folder, cancellationToken);
            Console.WriteLine($"{kills} SIGKILLs: exit code {last.ExitCode}; {Count(counter, subscribers)}");

            await BeginAsync(database, subscribers, cancellationToken);
            counter.Forget();
            var two = await Task.WhenAll(RunOneAsync(server.ConnectionString, counter, folder, cancellationToken), RunOneAsync(server.ConnectionString, counter, folder, cancellationToken));
            Console.WriteLine($"two processes at once: {two.Max(run => run.Seconds):0.0} s, exit codes {string.Join(", ", two.Select(run => run.ExitCode))}; {Count(counter, subscribers)}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Count(MailCounter counter, int subscribers) => string.Create(
        CultureInfo.InvariantCulture, $"{counter.Ids.Count:n0} of {subscribers:n0} Message-IDs, {subscribers - counter.Ids.Count} lost, {counter.Taken - counter.Ids.Count} repeated with the same Message-ID");

    private static async Task BeginAsync(NpgsqlDataSource database, int subscribers, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            truncate subscriber, subscription_token, digest_issue, digest_text, digest_delivery;
            insert into subscriber (email, email_key, lang, state, interval, countries, families, consent, created_at, confirmed_at)
            select 'reader' || i || '@example.org', 'reader' || i || '@example.org', (array['en', 'hi', 'zh'])[1 + i % 3], 'Confirmed', 'Week', '{}', '{}', 'benchmark', now(), now()
            from generate_series(1, @subscribers) i;
            """);
        command.Parameters.AddWithValue("subscribers", subscribers);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<(int ExitCode, double Seconds, double PeakMegabytes, double OwnMegabytes, double SendingMegabytes)> RunOneAsync(string database, MailCounter counter, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(database, counter, folder);
        var (peak, own, sending) = (0L, 0L, 0L);
        while (!process.HasExited)
        {
            process.Refresh();
            if (process.HasExited)
                break;
            peak = Math.Max(peak, process.PeakWorkingSet64);
            var now = OwnBytes(process.Id);
            own = Math.Max(own, now);
            if (now > 0)
                sending = now;
            await Task.Delay(50, cancellationToken);
        }

        return (process.ExitCode, Stopwatch.GetElapsedTime(started).TotalSeconds, peak / 1048576.0, own / 1048576.0, sending / 1048576.0);
    }

    /// <summary>Memory that no file stands behind, as Linux counts it; pages of programs, libraries and fonts are shared and can be dropped at any time.</summary>
    private static long OwnBytes(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith("RssAnon", StringComparison.Ordinal) || line.StartsWith("RssShmem", StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024);
        }
        catch (IOException)
        {
            // It has ended since.
            return 0;
        }
    }

    /// <summary>The program's own, where it was built beside this one: how often garbage is collected is part of what is measured.</summary>
    private static string RuntimeConfig()
    {
        var beside = Path.ChangeExtension(typeof(AppHost).Assembly.Location, ".runtimeconfig.json");
        return File.Exists(beside) ? beside : throw new FileNotFoundException("There is no runtimeconfig.json of the program beside the benchmarks.", beside);
    }

    private static Process Start(string database, MailCounter counter, DirectoryInfo folder)
    {
        // The program itself, with the list of native libraries that lie beside this one.
        var own = Path.ChangeExtension(typeof(DigestBenchmark).Assembly.Location, null);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", "--depsfile", own + ".deps.json", "--runtimeconfig", RuntimeConfig(), typeof(AppHost).Assembly.Location, "digest", "send", "--week", Week },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ConnectionStrings__ModelTrends"] = database;
        start.Environment["ModelTrends__DataFolder"] = folder.FullName;
        start.Environment["Smtp__Host"] = "127.0.0.1";
        start.Environment["Smtp__Port"] = counter.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["Smtp__UseTls"] = "false";
        // A killed process's claims are free after this; the default of two minutes would only make the run longer.
        start.Environment["Smtp__Lease"] = "00:00:05";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
