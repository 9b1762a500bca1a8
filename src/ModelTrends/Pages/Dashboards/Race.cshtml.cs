using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Charts;
using ModelTrends.Domain.Trends;
using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>Two to ten families, labs or countries over time, and the day the first passed the second under each definition.</summary>
public sealed class RaceModel(ChartSheets sheets, CrossingsQuery crossings, Lead lead, EventsQuery events, PageAnswers answers) : PageModel
{
    private static readonly Measure[] Dated = [Measure.Downloads, Measure.Downloads30d, Measure.DownloadsAllTime, Measure.Likes];

    public ChartSheet Sheet { get; private set; } = null!;

    /// <summary>Null without two keys, or where the measure has no crossings.</summary>
    public CrossingsQuery.Response? Crossings { get; private set; }

    /// <summary>How both changed and whether their order is robust; who passed whom the page tells under every definition.</summary>
    public Lead.Result? Lead { get; private set; }

    public IReadOnlyList<EventList.Happened> Events { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var kind = sheets.Find("race")!;
        // Without keys the page asks the question it was made for.
        var defaults = Request.Query.ContainsKey("keys") || Request.Query.ContainsKey("by") ? kind.Defaults : kind.Defaults with { Keys = ["qwen", "llama"] };
        Sheet = await sheets.OpenAsync(kind, defaults, Request, [], cancellationToken);
        if (Sheet.Faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        Crossings = await ReadAsync(Sheet.State, cancellationToken);
        Lead = Sheet.State.Align == Alignment.Release ? null : await lead.ReadAsync(Sheet, cancellationToken) is { } told ? told with { Crossing = null } : null;
        Events = await events.OfAsync(Sheet, cancellationToken);
        return Page();
    }

    /// <summary>Two models on the days both were seen, where they are the runners: which passed which, and when.</summary>
    public (string A, string B, CrossingResult Result)? OfModels()
    {
        if (!Sheet.State.ByModel || Sheet.Figure.Answer is not ShareQuery.Response { Series: [var a, var b, ..] }) return null;
        var there = b.Points.Where(point => point.Value is not null).ToDictionary(point => point.Day, point => point.Value!.Value);
        var both = a.Points.Where(point => point.Value is not null && there.ContainsKey(point.Day)).Select(point => (point.Day, point.Value!.Value, there[point.Day])).ToArray();
        var result = Crossing.Find(both);
        return result.Day is not null || result.AlreadyAbove ? (a.Name, b.Name, result) : (b.Name, a.Name, Crossing.Find([.. both.Select(point => (point.Day, point.Item3, point.Item2))]));
    }

    /// <summary>A key's name as the chart writes it.</summary>
    public string Name(string key) =>
        Sheet.Figure.Answer is ShareQuery.Response answer && answer.Series.FirstOrDefault(series => series.Key == key) is { } series ? Sheet.Texts.Key(Sheet.State.By, key, series.Name)
            : Sheet.Figure.Legend.FirstOrDefault(entry => entry.Key == key)?.Name ?? key;

    private async Task<CrossingsQuery.Response?> ReadAsync(ChartState state, CancellationToken cancellationToken)
    {
        if (state.ByModel || state.Keys.Count < 2 || !Dated.Contains(state.Measure)) return null;
        return await answers.GetAsync($"crossings {Sheet.Query}", () => AskAsync(state, CancellationToken.None), cancellationToken);
    }

    private async Task<CrossingsQuery.Response> AskAsync(ChartState state, CancellationToken cancellationToken)
    {
        var there = await crossings.HandleAsync(new CrossingsQuery.Query(state.Selection, state.By, state.Keys[0], state.Keys[1], state.Measure), cancellationToken);
        if (there.First is not null || there.Definitions.Any(row => row.AlreadyAbove)) return there;
        var back = await crossings.HandleAsync(new CrossingsQuery.Query(state.Selection, state.By, state.Keys[1], state.Keys[0], state.Measure), cancellationToken);
        return back.First is not null || back.Definitions.Any(row => row.AlreadyAbove) ? back : there;
    }
}
