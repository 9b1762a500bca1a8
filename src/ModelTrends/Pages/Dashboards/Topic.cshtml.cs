using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>The dashboards that are one chart and its table.</summary>
public sealed class TopicModel(ChartSheets sheets, Lead lead, EventsQuery events) : PageModel
{
    public ChartSheet Sheet { get; private set; } = null!;

    public string Name { get; private set; } = "";

    /// <summary>Of series over time; null elsewhere.</summary>
    public Lead.Result? Lead { get; private set; }

    public IReadOnlyList<EventList.Happened> Events { get; private set; } = [];

    /// <summary>What others have published, on the page of definitions.</summary>
    public IReadOnlyList<DefinitionsQuery.Claim> Claims => Sheet.Figure.Answer is DefinitionsQuery.Response answer ? answer.Claims : [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var dashboard = Dashboard.Of(Request.Path);
        if (sheets.Find(dashboard.Slug) is not { } kind) return NotFound();
        Name = dashboard.Name;
        Sheet = await sheets.OpenAsync(kind, kind.Defaults, Request, [], cancellationToken);
        if (Sheet.Faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        Lead = await lead.ReadAsync(Sheet, cancellationToken);
        Events = await events.OfAsync(Sheet, cancellationToken);
        return Page();
    }
}
