using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>Shares over time under every definition, with what changed, who passed whom, and whether it survives.</summary>
public sealed class ShareModel(ChartSheets sheets, Lead lead, EventsQuery events) : PageModel
{
    public ChartSheet Sheet { get; private set; } = null!;

    public Lead.Result? Lead { get; private set; }

    public IReadOnlyList<EventList.Happened> Events { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var kind = sheets.Find("share")!;
        Sheet = await sheets.OpenAsync(kind, kind.Defaults, Request, [], cancellationToken);
        if (Sheet.Faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        Lead = await lead.ReadAsync(Sheet, cancellationToken);
        Events = await events.OfAsync(Sheet, cancellationToken);
        return Page();
    }
}
