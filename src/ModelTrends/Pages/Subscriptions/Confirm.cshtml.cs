using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>The link of the confirmation mail: a look changes nothing (mail scanners look), the button confirms.</summary>
[IgnoreAntiforgeryToken]
public sealed class ConfirmModel(Subscription subscription) : PageModel
{
    public bool Valid { get; private set; }

    /// <summary>It confirmed before, and whoever clicks again (or twice) is a reader: nothing is wrong.</summary>
    public bool Used { get; private set; }

    /// <summary>The key to the preferences, after confirming.</summary>
    public string? Manage { get; private set; }

    public async Task OnGetAsync(string token, CancellationToken cancellationToken)
    {
        Valid = await subscription.CanConfirmAsync(token, cancellationToken);
        await LookForUsedAsync(token, Valid, cancellationToken);
    }

    public async Task OnPostAsync(string token, CancellationToken cancellationToken)
    {
        Manage = (await subscription.ConfirmAsync(token, cancellationToken))?.ManageToken;
        await LookForUsedAsync(token, Manage is not null, cancellationToken);
    }

    private async Task LookForUsedAsync(string token, bool isGood, CancellationToken cancellationToken)
    {
        Used = !isGood && await subscription.IsConfirmedAsync(token, cancellationToken);
        if (!isGood && !Used)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
