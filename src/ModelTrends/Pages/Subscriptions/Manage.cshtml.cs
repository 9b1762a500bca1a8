using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>What the holder of a mail can change: language, interval, interests, pause, end, erasure.</summary>
[IgnoreAntiforgeryToken]
public sealed class ManageModel(Subscription subscription, CurrentRegistry registries) : PageModel
{
    public string Token { get; private set; } = "";

    public (string MaskedEmail, SubscriberState State, Subscription.Preferences Preferences)? Current { get; private set; }

    public bool Saved { get; private set; }

    /// <summary>What was typed and is neither a country nor a family.</summary>
    public IReadOnlyList<string> NotKnown { get; private set; } = [];

    public async Task OnGetAsync(string token, CancellationToken cancellationToken) =>
        await ReadAsync(token, cancellationToken);

    public async Task OnPostAsync(string token, string? lang, DigestInterval interval, string? countries, string? families, bool paused, CancellationToken cancellationToken)
    {
        var (codes, noCodes) = Split(countries, code => Countries.IsKnown(code.ToUpperInvariant()) ? code.ToUpperInvariant() : null);
        var (ids, noIds) = Split(families, text => registries.Now.Families.FirstOrDefault(family => string.Equals(family.Id, text, StringComparison.OrdinalIgnoreCase) || string.Equals(family.Name, text, StringComparison.OrdinalIgnoreCase))?.Id);
        NotKnown = [.. noCodes, .. noIds];
        Saved = await subscription.ChangeAsync(token, new Subscription.Preferences((Language.Find(lang) ?? Language.Current).Code, interval, paused, codes, ids), cancellationToken);
        await ReadAsync(token, cancellationToken);
    }

    /// <summary>Ten of each are as many rows as a mail bears.</summary>
    private static (string[] Known, string[] NotKnown) Split(string? typed, Func<string, string?> find)
    {
        var words = (typed ?? "").Split([',', ';', '、', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return ([.. words.Select(find).OfType<string>().Distinct(StringComparer.Ordinal).Take(10)], [.. words.Where(word => find(word) is null).Take(10)]);
    }

    private async Task ReadAsync(string token, CancellationToken cancellationToken)
    {
        Token = token;
        Current = await subscription.ReadAsync(token, cancellationToken);
        if (Current is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
