using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Subscriptions;

/// <summary>What the holder of a mail can change: language, interval, interests, pause, end, return, erasure.</summary>
[IgnoreAntiforgeryToken]
public sealed class ManageModel(Subscription subscription, CurrentRegistry registries) : PageModel
{
    /// <summary>Ten of each are as many rows as a mail bears.</summary>
    public const int MostChoices = 10;

    public string Token { get; private set; } = "";

    public (string MaskedEmail, SubscriberState State, Subscription.Preferences Preferences)? Current { get; private set; }

    public bool Saved { get; private set; }

    /// <summary>What was asked for and is neither a country nor a family, or was too much.</summary>
    public IReadOnlyList<string> NotTaken { get; private set; } = [];

    /// <summary>Countries that have a lab in the registry, so that there is something to tell.</summary>
    public IReadOnlyList<string> Countries => [.. registries.Now.Labs.Select(lab => lab.Country).Where(code => code.Length == 2).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public IReadOnlyList<Family> Families => [.. registries.Now.Families.OrderBy(family => family.Name, StringComparer.OrdinalIgnoreCase)];

    public Task OnGetAsync(string token, CancellationToken cancellationToken) => ReadAsync(token, cancellationToken);

    public async Task OnPostAsync(string token, string? lang, DigestInterval interval, string[] countries, string[] families, bool paused, CancellationToken cancellationToken)
    {
        var (codes, noCodes) = Split(countries, code => Domain.Labs.Countries.IsKnown(code.ToUpperInvariant()) ? code.ToUpperInvariant() : null);
        var (ids, noIds) = Split(families, text => registries.Now.Families.FirstOrDefault(family => string.Equals(family.Id, text, StringComparison.OrdinalIgnoreCase))?.Id);
        NotTaken = [.. noCodes, .. noIds];
        Saved = await subscription.ChangeAsync(token, new Subscription.Preferences((Language.Find(lang) ?? Language.Current).Code, interval, paused, codes, ids), cancellationToken);
        await ReadAsync(token, cancellationToken);
    }

    /// <summary>Who left by mistake comes back.</summary>
    public async Task OnPostReturnAsync(string token, CancellationToken cancellationToken)
    {
        Saved = await subscription.ReturnAsync(token, cancellationToken);
        await ReadAsync(token, cancellationToken);
    }

    private static (string[] Taken, string[] NotTaken) Split(string[] asked, Func<string, string?> find)
    {
        var words = asked.SelectMany(text => text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Take(200).ToArray();
        var known = words.Select(find).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return ([.. known.Take(MostChoices)], [.. words.Where(word => find(word) is null).Take(MostChoices), .. known.Skip(MostChoices)]);
    }

    private async Task ReadAsync(string token, CancellationToken cancellationToken)
    {
        Token = token;
        Current = await subscription.ReadAsync(token, cancellationToken);
        if (Current is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
