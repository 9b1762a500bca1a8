using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Charts;
using ModelTrends.Charts.Freezing;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Charts;

/// <summary>A frozen chart: its picture, its hash, and whether today's numbers are others.</summary>
public sealed class FrozenModel(ChartFreezer freezer) : PageModel
{
    public FrozenChart Chart { get; private set; } = null!;
    public LiveDifference Difference { get; private set; } = null!;
    public ChartTexts Texts { get; } = ChartTexts.Of(Language.Current);

    /// <summary>Drawn and cleaned by us before it was stored.</summary>
    public string Svg { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (await freezer.FindAsync(id, cancellationToken) is not { } chart) return NotFound();
        Chart = chart;
        Svg = System.Text.Encoding.UTF8.GetString(ChartFreezer.Read(chart, "chart.svg")!);
        Difference = await freezer.CompareAsync(chart, cancellationToken);
        return Page();
    }
}
