using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;
using ModelTrends.Platform.Commands;

namespace ModelTrends.Snapshots;

public static class PollVerb
{
    public static Command Create()
    {
        var scope = new Option<string?>("--scope") { Description = "hub (the whole Hub), labs (namespaces of known labs) or trending; default: setting Hub__Scope, else hub" };
        scope.AcceptOnlyFromAmong("hub", "labs", "trending");
        var day = new Option<DateOnly?>("--day") { Description = "labels the observation with another day than today; refused for the public Hub" };
        var command = new Command("poll", "Observes the Hub now.") { scope, day };
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(
            (services, token) => PollAsync(services, parsed.GetValue(scope), parsed.GetValue(day), token), cancellationToken));
        return command;
    }

    private static async Task<int> PollAsync(IServiceProvider services, string? name, DateOnly? day, CancellationToken cancellationToken)
    {
        var scope = name is null ? services.GetRequiredService<IOptions<PollOptions>>().Value.Scope : Enum.Parse<PollScope>(name, ignoreCase: true);
        var hub = services.GetRequiredService<IOptions<HubOptions>>().Value;
        if (day is not null && hub.IsPublicHub)
            return await FailAsync($"--day is refused for the public Hub at {hub.BaseUrl.Host}, which knows only today; Hub__BaseUrl names another one.");
        var progress = new PollProgressLines(Console.Out, isTerminal: !Console.IsOutputRedirected, services.GetRequiredService<TimeProvider>());
        try
        {
            var report = await services.GetRequiredService<PollModels>().RunAsync(scope, day, null, progress, cancellationToken);
            progress.End();
            return await TellAsync(scope, report);
        }
        catch (PollFailedException failure)
        {
            progress.End();
            return await FailAsync(failure.Message);
        }
        catch (OperationCanceledException)
        {
            progress.End();
            throw;
        }
    }

    private static async Task<int> TellAsync(PollScope scope, PollReport report)
    {
        if (report.End == PollEnd.Busy)
            return await FailAsync($"another process polls {Name(scope)} now.");
        var set = report.Set!;
        if (report.End == PollEnd.AlreadyDone)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{Name(scope)} {set.Day:yyyy-MM-dd}: observed already at {set.FinishedAt:yyyy-MM-dd HH:mm} UTC, {set.Models} models, {Name(set.Quality)}; nothing to do."));
            return 0;
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{Name(scope)} {set.Day:yyyy-MM-dd}: {set.Models} models on {set.Pages} pages in {set.Requests} requests, {Name(set.Quality)}{(report.Resumed ? ", gone on from an earlier attempt" : "")}; {set.SkippedRows} rows skipped, {report.Gone} models confirmed gone."));
        return 0;
    }

    private static string Name(Enum value) => value.ToString().ToLowerInvariant();

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync("poll: " + message);
        return 1;
    }
}

/// <summary>One line that is written over on a terminal; elsewhere a line now and then.</summary>
internal sealed class PollProgressLines(TextWriter output, bool isTerminal, TimeProvider clock) : IProgress<PollProgress>
{
    /// <summary>Lines in a log file: often enough to see that it moves.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    private DateTimeOffset _next;
    private int _width;

    public void Report(PollProgress value)
    {
        var now = clock.GetUtcNow();
        if (!isTerminal && now < _next)
            return;
        _next = now + Apart;
        var line = Line(value);
        if (!isTerminal)
        {
            output.WriteLine(line);
            return;
        }

        output.Write('\r' + line.PadRight(_width));
        _width = line.Length;
    }

    public void End()
    {
        if (_width > 0)
            output.WriteLine();
        _width = 0;
    }

    private static string Line(PollProgress value)
    {
        var rate = value.ModelsThisRun / Math.Max(0.001, value.Elapsed.TotalSeconds);
        var left = value.Expected is { } expected && expected > value.Models && rate > 0 ? TimeSpan.FromSeconds((expected - value.Models) / rate) : (TimeSpan?)null;
        return string.Create(CultureInfo.InvariantCulture, $"{value.Models} models, {value.Pages} pages, {rate:0} models/s")
            + (value.Quota is { } quota ? string.Create(CultureInfo.InvariantCulture, $", quota {quota.Remaining}/{quota.Limit} for {quota.ResetsIn.TotalSeconds:0} s") : "")
            + (left is { } time ? string.Create(CultureInfo.InvariantCulture, $", {time:hh\\:mm\\:ss} to go") : "");
    }
}
