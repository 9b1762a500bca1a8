using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Trends;

namespace ModelTrends.Pages;

/// <summary>Labs, families and models by name; slips of the pen are forgiven.</summary>
public sealed class SearchModel(SearchQuery search) : PageModel
{
    public const int LongestText = 100;

    /// <summary>As typed; hostile text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Null when there is nothing to look for yet.</summary>
    public SearchQuery.Response? Found { get; private set; }

    public bool IsTooLong { get; private set; }

    public async Task OnGetAsync(string? q, CancellationToken cancellationToken)
    {
        Text = (q ?? "").Trim().Replace("\0", "", StringComparison.Ordinal);
        if (Text.Length > LongestText)
        {
            IsTooLong = true;
            Text = Text[..LongestText];
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        if (Text.Length >= 2)
            Found = await search.HandleAsync(new SearchQuery.Query(Text, 30), cancellationToken);
    }
}
