using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>Erases the address and all that hangs on it.</summary>
[IgnoreAntiforgeryToken]
public sealed class DeleteModel(Subscription subscription) : PageModel
{
    public bool Erased { get; private set; }

    public async Task OnPostAsync(string token, CancellationToken cancellationToken)
    {
        Erased = await subscription.DeleteAsync(token, cancellationToken);
        if (!Erased)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
