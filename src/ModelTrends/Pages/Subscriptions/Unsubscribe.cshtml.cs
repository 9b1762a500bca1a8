using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>RFC 8058: POST unsubscribes at once, without cookie or redirect; GET shows a button and changes nothing.</summary>
[IgnoreAntiforgeryToken]
public sealed class UnsubscribeModel(Subscription subscription) : PageModel
{
    public bool Known { get; private set; }

    public async Task OnGetAsync(string token, CancellationToken cancellationToken)
    {
        Known = await subscription.ReadAsync(token, cancellationToken) is not null;
        if (!Known)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }

    public async Task<ContentResult> OnPostAsync(string token, CancellationToken cancellationToken) =>
        await subscription.UnsubscribeAsync(token, cancellationToken)
            ? Content("Unsubscribed. / सदस्यता समाप्त। / 已退订。", "text/plain; charset=utf-8")
            : new ContentResult { StatusCode = StatusCodes.Status404NotFound, Content = "This link is not known or has expired.", ContentType = "text/plain; charset=utf-8" };
}
