using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using Npgsql;

namespace ModelTrends.Pages.Labs;

public sealed class LabModel(LabsAnswer labs, FamiliesAnswer families, TopModels topModels, NpgsqlDataSource dataSource) : PageModel
{
    public LabsAnswer.SingleResponse Lab { get; private set; } = null!;

    public IReadOnlyList<FamiliesAnswer.FamilyRow> Families { get; private set; } = [];

    public IReadOnlyList<TopModel> Top { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        // Unknown is half of the Hub; its page is the list of namespaces.
        if (id is Domain.Labs.Lab.UnknownId) return Redirect("/unknown");
        if (await labs.FindAsync(id, null, cancellationToken) is not { } lab) return NotFound();
        Lab = lab;
        Families = (await families.HandleAsync(id, null, cancellationToken))!.Families;
        Top = await topModels.ReadAsync(await TotalsTable.ReadAsync(dataSource, cancellationToken), Lens.Origin, id, null, cancellationToken);
        return Page();
    }
}
