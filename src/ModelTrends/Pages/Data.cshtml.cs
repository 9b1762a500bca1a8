using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Archive;
using ModelTrends.Trends;

namespace ModelTrends.Pages;

/// <summary>Where the numbers come from, what went wrong with them, and how to take them away.</summary>
public sealed class DataModel(ListSources sources, EventsQuery events, PollStatus polls) : PageModel
{
    private const int ShownFaults = 40;

    /// <summary>Answers with a question that needs no parameters, for a spreadsheet.</summary>
    public static IReadOnlyList<string> Files { get; } =
        ["share", "leaderboard", "leaderboard/weeks", "crossings", "flows", "definitions", "concentration", "why", "derivatives", "releases", "labs", "families", "events", "sources", "polls", "attribution/unknown"];

    public IReadOnlyList<ListSources.Row> Sources { get; private set; } = [];

    /// <summary>Detected stalls, rollbacks, partial polls, low days and breaks, newest first.</summary>
    public IReadOnlyList<EventsQuery.Event> Faults { get; private set; } = [];

    public PollStatus.Summary Polls { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sources = (await sources.HandleAsync(new ListSources.Query(), cancellationToken)).Sources;
        Faults = [.. (await events.HandleAsync(new EventsQuery.Query(), cancellationToken)).Events.Where(e => e.Source is not null).OrderByDescending(e => e.Day).Take(ShownFaults)];
        Polls = await polls.ReadAsync(cancellationToken);
    }
}
