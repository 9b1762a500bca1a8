using System.Globalization;
using System.Text;
using MimeKit;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>A mail address somebody typed: checked, and in the one form it is kept and compared by.</summary>
/// <param name="Address">As it is shown and mailed to: without what nobody sees.</param>
/// <param name="Key">Lower case, the domain in ASCII: <c>anna@xn--bcher-kva.example</c>.</param>
public sealed record EmailAddress(string Address, string Key)
{
    /// <summary>RFC 5321: no path is longer.</summary>
    private const int Longest = 254;

    private const int LongestLocalPart = 64;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    public static EmailAddress? Parse(string? text)
    {
        if (text is null || text.Length > 4 * Longest || Visible(text) is not { Length: > 0 and <= Longest } seen)
            return null;
        if (seen.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or ',' or ';' or '\uFFFD'))
            return null;
        var at = seen.LastIndexOf('@');
        if (at is < 1 or > LongestLocalPart)
            return null;
        var (local, domain) = (seen[..at], Domain(seen[(at + 1)..]));
        var address = $"{local}@{domain}";
        if (!domain.Contains('.', StringComparison.Ordinal) || !MailboxAddress.TryParse(address, out var mailbox) || !string.IsNullOrEmpty(mailbox.Name) || mailbox.Route.Count > 0)
            return null;
        try
        {
            return new EmailAddress(address, $"{local.ToLowerInvariant()}@{Idn.GetAscii(domain).ToLowerInvariant()}");
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>For administrators and logs: <c>a…@example.org</c>.</summary>
    public static string Mask(string address)
    {
        var at = address.LastIndexOf('@');
        return at < 1 ? "…" : address[..(char.IsHighSurrogate(address[0]) && at > 1 ? 2 : 1)] + "…" + address[at..];
    }

    /// <summary>What is copied from a page or typed on a phone brings signs along that nobody sees, letters of full width and accents in two pieces.</summary>
    private static string? Visible(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Half of a pair is no sign at all.
            if (rune == Rune.ReplacementChar)
                return null;
            if (!IsInvisible(rune))
                kept.Append(rune);
        }

        return kept.ToString().Normalize(NormalizationForm.FormKC).Trim();
    }

    /// <summary>Zero width, direction marks, soft hyphen, selectors of variants, tags, and fillers that are letters by name only.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>Lower case, with one kind of dot and none at the end: the root of all names goes without saying.</summary>
    private static string Domain(string text) => text.Replace('\u3002', '.').Replace('\uFF61', '.').TrimEnd('.').ToLowerInvariant();
}
