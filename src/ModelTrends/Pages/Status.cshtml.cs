using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Archive;

namespace ModelTrends.Pages;

/// <summary>Polls and sources, as they are.</summary>
public sealed class StatusModel(PollStatus polls, ListSources sources) : PageModel
{
    public PollStatus.Summary Polls { get; private set; } = null!;

    public IReadOnlyList<ListSources.Row> Sources { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Polls = await polls.ReadAsync(cancellationToken);
        Sources = (await sources.HandleAsync(new ListSources.Query(), cancellationToken)).Sources;
    }
}
