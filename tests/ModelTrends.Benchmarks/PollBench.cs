using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Platform.Hosting;
using Npgsql;

namespace ModelTrends.Benchmarks;

/// <summary>An empty private database, and the verb <c>poll</c> run on it as a process of its own.</summary>
internal sealed class PollBench(DirectoryInfo folder, AppInstance owner) : IAsyncDisposable
{
    /// <param name="Stored">Seconds from the set's opening to its last page stored.</param>
    /// <param name="WalkMegabytes">Peak working set until the last page was stored.</param>
    /// <param name="Total">Seconds of the whole process: start, walk, attribution, derivation.</param>
    internal sealed record Run(int Models, double Stored, double Total, long WalkMegabytes, long PeakMegabytes);

    public static async Task<PollBench> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mt-bench-");
        var owner = await AppHost.CreateAsync(Roles.None, configure: builder => builder.Configuration["ModelTrends:DataFolder"] = folder.FullName, cancellationToken: cancellationToken);
        await owner.Services.GetRequiredService<Migrator>().RunAsync(cancellationToken);
        return new PollBench(folder, owner);
    }

    public async Task<Run> PollAsync(Uri hub, DateOnly day, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet");
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "ModelTrends.dll"), "poll", "--day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        start.Environment["ModelTrends__DataFolder"] = folder.FullName;
        start.Environment["Hub__BaseUrl"] = hub.ToString();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (walk, peak) = (0L, 0L);
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
            if (!await IsStoredAsync(day, cancellationToken))
                walk = peak;
        }

        var total = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"poll ended with {process.ExitCode}.");
        await using var command = owner.Services.GetRequiredService<NpgsqlDataSource>()
            .CreateCommand("select models, extract(epoch from finished_at - started_at)::double precision from observation_set where day = $1 and state = 'Complete'");
        command.Parameters.AddWithValue(day);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Run(reader.GetInt32(0), reader.GetDouble(1), total, walk >> 20, peak >> 20);
    }

    private async Task<bool> IsStoredAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = owner.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select exists (select from observation_set where day = $1 and state = 'Complete')");
        command.Parameters.AddWithValue(day);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await owner.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
