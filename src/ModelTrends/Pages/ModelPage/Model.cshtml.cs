using ModelTrends.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;
using ModelTrends.Attribution.Ledger;

namespace ModelTrends.Pages.ModelPage;

public sealed class ModelModel(ModelAnswer models, CurrentRegistry registries) : PageModel
{
    public ModelAnswer.Response Answer { get; private set; } = null!;

    public LineageDrawing Drawing { get; private set; } = null!;

    public string HubUrl => Domain.Labs.Registry.HubPage(string.Join('/', Answer.Id.Split('/').Select(Uri.EscapeDataString)));

    public async Task<IActionResult> OnGetAsync(string owner, string name, CancellationToken cancellationToken)
    {
        if (await models.HandleAsync(new ModelAnswer.Query($"{owner}/{name}", null), cancellationToken) is not { } answer) return NotFound();
        Answer = answer;
        Drawing = LineageDrawing.Of(answer.Id, answer.Lineage, await registries.GetAsync(cancellationToken));
        return Page();
    }
}
