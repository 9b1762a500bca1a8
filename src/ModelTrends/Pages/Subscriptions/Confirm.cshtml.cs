using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>The link of the confirmation mail: a look changes nothing (mail scanners look), the button confirms.</summary>
[IgnoreAntiforgeryToken]
public sealed class ConfirmModel(Subscription subscription) : PageModel
{
    public bool Valid { get; private set; }

    /// <summary>The key to the preferences, after confirming.</summary>
    public string? Manage { get; private set; }

    public async Task OnGetAsync(string token, CancellationToken cancellationToken)
    {
        Valid = await subscription.CanConfirmAsync(token, cancellationToken);
        if (!Valid)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }

    public async Task OnPostAsync(string token, CancellationToken cancellationToken)
    {
        Manage = (await subscription.ConfirmAsync(token, cancellationToken))?.ManageToken;
        if (Manage is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
