using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;

namespace ModelTrends.Pages.Families;

public sealed class IndexModel(FamiliesAnswer families) : PageModel
{
    public FamiliesAnswer.Response Answer { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Answer = (await families.HandleAsync(null, null, cancellationToken))!;
}
