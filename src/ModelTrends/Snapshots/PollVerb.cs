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
        try
        {
            return await TellAsync(scope, await WatchAsync(services, scope, day, cancellationToken));
        }
        catch (PollFailedException failure)
        {
            return await FailAsync(failure.Message);
        }
    }

    private static async Task<PollReport> WatchAsync(IServiceProvider services, PollScope scope, DateOnly? day, CancellationToken cancellationToken)
    {
        var pacer = services.GetRequiredService<RequestPacer>();
        await using var lines = new PollProgressLines(Console.Out, isTerminal: !Console.IsOutputRedirected, () => pacer.Holding, services.GetRequiredService<TimeProvider>());
        return await services.GetRequiredService<PollModels>().RunAsync(scope, day, null, lines, cancellationToken);
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
