using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ModelTrends.Platform.Hosting;
using Npgsql;

namespace ModelTrends.Pages;

/// <summary>
/// Reads the pages everybody comes to before anybody does: after the start, and again when the numbers behind them have changed. Whoever reads
/// a page first waits some seconds for its questions and drawings; who comes later does not.
/// </summary>
public sealed class FirstReader(IServer server, PageAnswers answers, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<FirstReader> logger) : BackgroundWork(clock, logger)
{
    /// <summary>How often it looks for new numbers. They come in bursts (a set, its attributions, its totals), so it waits until they have settled.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    private static readonly string[] Paths = ["/", "/?lang=zh", "/?lang=hi", .. Navigation.Header.Concat(Navigation.Footer).Select(entry => entry.Path)];

    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        if (!await IsStartedAsync(stoppingToken) || Address() is not { } site) return;
        using var client = new HttpClient { BaseAddress = site };
        // The first page also starts the engine that draws; nothing else has to be there yet.
        await ReadAsync(client, [Paths[0]], stoppingToken);
        var (seen, read) = ("", "");
        using var timer = new PeriodicTimer(Pause, Clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var before = seen;
            seen = await StampAsync(before, stoppingToken);
            if (seen != before || seen == read) continue;
            read = seen;
            await ReadAsync(client, Paths, stoppingToken);
        }
    }

    /// <summary>A database that is away for a moment is no reason to stop: nothing is known to have changed.</summary>
    private async Task<string> StampAsync(string before, CancellationToken cancellationToken)
    {
        try
        {
            return await answers.StampAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            Logger.LogWarning("It is not known whether there are new numbers: {Reason}", exception.Message);
            return before;
        }
    }

    /// <summary>One after the other: readers that are there already come first.</summary>
    private async Task ReadAsync(HttpClient client, string[] paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                Logger.LogWarning("{Path} could not be read ahead: {Reason}", path, exception.Message);
            }
        }
    }

    private async Task<bool> IsStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var yes = lifetime.ApplicationStarted.Register(() => started.TrySetResult(true));
        await using var no = stoppingToken.Register(() => started.TrySetResult(false));
        return await started.Task;
    }

    /// <summary>The process's own address without TLS; without one nothing is read ahead.</summary>
    private Uri? Address() => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Where(address => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        .Select(address => BindingAddress.Parse(address))
        .Where(address => !address.IsUnixPipe)
        .Select(address => new UriBuilder("http", address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host, address.Port).Uri)
        .FirstOrDefault();
}
