using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Archive;

namespace ModelTrends.Pages;

/// <summary>Who this is for, what is stored of readers, and whose data the archives are.</summary>
public sealed class AboutModel(ListSources sources) : PageModel
{
    public IReadOnlyList<ListSources.Row> Sources { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Sources = (await sources.HandleAsync(new ListSources.Query(), cancellationToken)).Sources;
}
