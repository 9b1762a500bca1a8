using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>RFC 8058: POST unsubscribes at once, without cookie or redirect; GET shows a button and changes nothing.</summary>
[IgnoreAntiforgeryToken]
public sealed class UnsubscribeModel(Subscription subscription) : PageModel
{
    public string Token { get; private set; } = "";

    public bool Known { get; private set; }

    public bool Done { get; private set; }

    public async Task OnGetAsync(string token, CancellationToken cancellationToken) => Answer(token, await subscription.ReadAsync(token, cancellationToken) is not null);

    public async Task OnPostAsync(string token, CancellationToken cancellationToken)
    {
        Done = await subscription.UnsubscribeAsync(token, cancellationToken);
        Answer(token, Done);
    }

    private void Answer(string token, bool known)
    {
        (Token, Known) = (token, known);
        if (!known)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
