using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest.Content;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Digests;

public sealed class IndexModel(ListIssues issues) : PageModel
{
    public IReadOnlyList<ListIssues.Row> Issues { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Issues = await issues.AllAsync(Language.Current.Code, cancellationToken);
}
