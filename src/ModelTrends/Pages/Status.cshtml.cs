using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Archive;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Pages;

/// <summary>Polls and sources, as they are.</summary>
public sealed class StatusModel(PollStatus polls, ListSources sources, Mailer mailer) : PageModel
{
    /// <summary>False: mail becomes files, and nobody gets any.</summary>
    public bool SendsMail => mailer.HasServer;

    public PollStatus.Summary Polls { get; private set; } = null!;

    public IReadOnlyList<ListSources.Row> Sources { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Polls = await polls.ReadAsync(cancellationToken);
        Sources = (await sources.HandleAsync(new ListSources.Query(), cancellationToken)).Sources;
    }
}
