using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>What the holder of a mail can change: language, interval, interests, pause, end, erasure.</summary>
[IgnoreAntiforgeryToken]
public sealed class ManageModel(Subscription subscription) : PageModel
{
    public string Token { get; private set; } = "";

    public (string MaskedEmail, SubscriberState State, Subscription.Preferences Preferences)? Current { get; private set; }

    public bool Saved { get; private set; }

    public async Task OnGetAsync(string token, CancellationToken cancellationToken) =>
        await ReadAsync(token, cancellationToken);

    public async Task OnPostAsync(string token, string? lang, DigestInterval interval, string? countries, bool paused, CancellationToken cancellationToken)
    {
        var wanted = (countries ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(code => code.ToUpperInvariant()).Where(Domain.Labs.Countries.IsKnown).Distinct(StringComparer.Ordinal).Take(10).ToArray();
        Saved = await subscription.ChangeAsync(token, new Subscription.Preferences((Language.Find(lang) ?? Language.Current).Code, interval, paused, wanted, []), cancellationToken);
        await ReadAsync(token, cancellationToken);
    }

    private async Task ReadAsync(string token, CancellationToken cancellationToken)
    {
        Token = token;
        Current = await subscription.ReadAsync(token, cancellationToken);
        if (Current is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
