using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Charts.Kinds;

namespace ModelTrends.Pages.Charts;

/// <summary>One chart with its controls, numbers, files and citation. The picture comes drawn, so the page needs no script.</summary>
public sealed class ChartModel(ChartSheets sheets) : PageModel
{
    public ChartSheet Sheet { get; private set; } = null!;

    public IReadOnlyList<ChartKind> Kinds => sheets.Kinds;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (sheets.Find(slug) is not { } kind) return NotFound();
        Sheet = await sheets.OpenAsync(kind, kind.Defaults, Request, [], cancellationToken, caption: true);
        if (Sheet.Faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
