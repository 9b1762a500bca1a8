using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>POST erases the address and all that hangs on it; GET shows a button and changes nothing.</summary>
[IgnoreAntiforgeryToken]
public sealed class DeleteModel(Subscription subscription) : PageModel
{
    public string Token { get; private set; } = "";

    public bool Known { get; private set; }

    public bool Erased { get; private set; }

    public async Task OnGetAsync(string token, CancellationToken cancellationToken) => Answer(token, await subscription.ReadAsync(token, cancellationToken) is not null);

    public async Task OnPostAsync(string token, CancellationToken cancellationToken)
    {
        Erased = await subscription.DeleteAsync(token, cancellationToken);
        Answer(token, Erased);
    }

    private void Answer(string token, bool known)
    {
        (Token, Known) = (token, known);
        if (!known)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
