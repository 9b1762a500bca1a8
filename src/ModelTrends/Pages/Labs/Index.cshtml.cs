using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;
using ModelTrends.Domain.Labs;

namespace ModelTrends.Pages.Labs;

public sealed class IndexModel(LabsAnswer labs) : PageModel
{
    /// <summary>A page people still scroll; all rows are in the CSV.</summary>
    private const int MostRows = 300;

    [BindProperty(SupportsGet = true)]
    public string? Region { get; set; }

    public LabsAnswer.Response Answer { get; private set; } = null!;

    public IReadOnlyList<LabsAnswer.LabRow> Rows { get; private set; } = [];

    public int All { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (Region is not null && !Regions.All.Contains(Region, StringComparer.Ordinal)) return NotFound();
        Answer = (await labs.HandleAsync(new LabsAnswer.Query(null, Region, null), cancellationToken))!;
        var rows = Answer.Labs.Where(row => row.Id is not Lab.UnknownId && (Region is not null || row.Country is not Countries.Individual)).ToArray();
        (Rows, All) = (rows.Take(MostRows).ToArray(), rows.Length);
        return Page();
    }
}
