using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;

namespace ModelTrends.Pages.ModelPage;

public sealed class ModelModel(ModelAnswer models) : PageModel
{
    public ModelAnswer.Response Answer { get; private set; } = null!;

    public LineageDrawing Drawing { get; private set; } = null!;

    public string HubUrl => Domain.Labs.Registry.HubPage(string.Join('/', Answer.Id.Split('/').Select(Uri.EscapeDataString)));

    public async Task<IActionResult> OnGetAsync(string owner, string name, CancellationToken cancellationToken)
    {
        if (await models.HandleAsync(new ModelAnswer.Query($"{owner}/{name}", null), cancellationToken) is not { } answer) return NotFound();
        Answer = answer;
        Drawing = LineageDrawing.Of(answer);
        return Page();
    }
}
