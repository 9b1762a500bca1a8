using System.Text.RegularExpressions;

namespace ModelTrends.Digest.Delivery;

/// <summary>
/// What names one mail of ours to one reader: the part of its Message-ID before the @, week and 32 random digits. It stands in a header of our
/// own, in the envelope's id and, where the setting asks for it, in the return path, so that a relay that gives its own Message-ID loses one of them.
/// </summary>
public static partial class MailName
{
    public const string Header = "X-ModelTrends-Mail";

    /// <summary>In Smtp__BounceAddress: bounces+{mail}@example.org.</summary>
    public const string Place = "{mail}";

    /// <returns>Null: no mail of the ledger, a confirmation or a test.</returns>
    public static string? Of(string? messageId) => messageId?.Split('@')[0] is { } name && Name().Match(name) is { Success: true, Index: 0 } found && found.Length == name.Length ? name : null;

    /// <summary>The return path of one mail; without a name the place is left out with the sign before it.</summary>
    public static string ReturnPath(string address, string? name) => name is null ? Empty().Replace(address, "") : address.Replace(Place, name, StringComparison.Ordinal);

    public static IEnumerable<string> FindAll(string text) => Name().Matches(text).Select(found => found.Value.ToLowerInvariant());

    [GeneratedRegex(@"[+=_.-]?\{mail\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Empty();

    [GeneratedRegex(@"(?<![0-9a-z])\d{4}-w\d\d\.[0-9a-f]{32}(?![0-9a-f])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
