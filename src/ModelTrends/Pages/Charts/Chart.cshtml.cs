using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Charts.Kinds;
using ModelTrends.Pages.Dashboards;

namespace ModelTrends.Pages.Charts;

/// <summary>One chart with its controls, numbers, files and citation. The picture comes drawn, so the page needs no script.</summary>
public sealed class ChartModel(ChartSheets sheets, Lead lead) : PageModel
{
    public ChartSheet Sheet { get; private set; } = null!;

    /// <summary>How the two that lead changed; null where the chart has no series over time, and in frames.</summary>
    public Lead.Result? Lead { get; private set; }

    public IReadOnlyList<ChartKind> Kinds => sheets.Kinds;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (sheets.Find(slug) is not { } kind) return NotFound();
        Sheet = await sheets.OpenAsync(kind, kind.Defaults, Request, [], cancellationToken, caption: true);
        if (Sheet.Faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        if (!Request.Path.StartsWithSegments("/embed", StringComparison.OrdinalIgnoreCase))
            Lead = await lead.ReadAsync(Sheet, cancellationToken);
        return Page();
    }
}
