using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.HuggingFace;

namespace ModelTrends.Benchmarks;

/// <summary>
/// The whole-Hub walk against a loop that only fetches the same pages, both from a simulator in a process of its own and without quota; then
/// the poll as it is run, a process of its own too, for its time and its peak memory.
/// </summary>
internal static class WalkBenchmark
{
    public static Command Create()
    {
        var models = new Option<int>("--models") { Description = "Size of the generated Hub.", DefaultValueFactory = _ => 300_000 };
        var rounds = new Option<int>("--rounds") { Description = "Times each way is gone; medians are told.", DefaultValueFactory = _ => 3 };
        var command = new Command("walk", "Walks and polls a generated Hub: ratio to bare fetching, peak memory.") { models, rounds };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(models), parsed.GetValue(rounds), token));
        return command;
    }

    private static async Task RunAsync(int models, int rounds, CancellationToken cancellationToken)
    {
        await using var hub = await SimulatorProcess.StartAsync(models, cancellationToken);
        // Once unmeasured: the simulator sorts and compiles on the first requests.
        await FetchAsync(hub.Address, cancellationToken);
        var (bare, walk) = (new List<double>(), new List<double>());
        for (var i = 0; i < rounds; i++)
        {
            bare.Add(await TimeAsync("bare loop", () => FetchAsync(hub.Address, cancellationToken)));
            walk.Add(await TimeAsync("walk", () => WalkAsync(hub.Address, cancellationToken)));
        }

        Print("the client's walk", Median(walk), Median(bare));
        await using var bench = await PollBench.StartAsync(cancellationToken);
        for (var i = 0; i < 2; i++)
        {
            var run = await bench.PollAsync(hub.Address, new DateOnly(2026, 11, 1).AddDays(i), cancellationToken);
            Console.WriteLine($"poll, {(i == 0 ? "every model new" : "the next day")}: {run.Models:n0} models stored in {run.Stored:0.0} s; process {run.Total:0.0} s; peak memory {run.WalkMegabytes:n0} MB while walking, {run.PeakMegabytes:n0} MB with attribution and totals");
            Print("  fetching and storing", run.Stored, Median(bare));
        }
    }

    private static void Print(string what, double seconds, double bare) =>
        Console.WriteLine($"{what}: {seconds:0.0} s, {seconds / bare:0.00} times the {bare:0.0} s of bare fetching");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<double> TimeAsync(string what, Func<Task<(int Pages, long Size)>> run)
    {
        var started = Stopwatch.GetTimestamp();
        var (pages, size) = await run();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {seconds:0.00} s, {pages} pages, {size}"));
        return seconds;
    }

    /// <summary>Every page's bytes are read and thrown away; nothing else is done with them.</summary>
    private static async Task<(int Pages, long Size)> FetchAsync(Uri hub, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = hub };
        var query = "/api/models?limit=1000&sort=createdAt&direction=1&" + string.Join('&', HubClient.ListFields.Select(field => "expand=" + field));
        var buffer = new byte[1 << 16];
        var (address, pages, bytes) = (query, 0, 0L);
        while (address is not null)
        {
            using var response = await client.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
                bytes += read;
            pages++;
            address = response.Headers.TryGetValues("Link", out var links) && links.FirstOrDefault(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal)) is { } next
                ? query + next[next.IndexOf("&cursor=", StringComparison.Ordinal)..next.IndexOf('>', StringComparison.Ordinal)]
                : null;
        }

        return (pages, bytes);
    }

    private static async Task<(int Pages, long Size)> WalkAsync(Uri hub, CancellationToken cancellationToken)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Hub:BaseUrl", hub.ToString())]).Build();
        await using var services = new ServiceCollection().AddLogging().AddHuggingFace(settings).BuildServiceProvider();
        var (pages, models) = (0, 0L);
        await foreach (var page in services.GetRequiredService<HubClient>().WalkAsync(cancellationToken: cancellationToken))
        {
            pages++;
            models += page.Models.Count;
        }

        return (pages, models);
    }
}
