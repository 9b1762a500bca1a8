using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;
using ModelTrends.Data.Tables;
using Npgsql;

namespace ModelTrends.Pages.Families;

public sealed class FamilyModel(FamiliesAnswer families, TopModels topModels, NpgsqlDataSource dataSource) : PageModel
{
    public FamiliesAnswer.SingleResponse Family { get; private set; } = null!;

    public IReadOnlyList<TopModel> Top { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (await families.FindAsync(id, null, cancellationToken) is not { } family) return NotFound();
        Family = family;
        Top = await topModels.ReadAsync(await TotalsTable.ReadAsync(dataSource, cancellationToken), Lens.Origin, null, id, cancellationToken);
        return Page();
    }
}
