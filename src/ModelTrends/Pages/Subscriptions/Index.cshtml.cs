using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>The form; it is sent to the same address, which answers alike for every address.</summary>
public sealed class IndexModel : PageModel
{
    public IReadOnlyList<string> Problem { get; private set; } = [];

    public void OnGet(string? problem) => Problem = problem?.Split(',') ?? [];
}
