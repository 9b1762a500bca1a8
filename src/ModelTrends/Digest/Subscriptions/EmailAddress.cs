using System.Globalization;
using MimeKit;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>A mail address somebody typed: checked, and in the form it is compared by.</summary>
/// <param name="Address">As it is shown and mailed to.</param>
/// <param name="Key">Lower case, the domain in ASCII: <c>anna@xn--bcher-kva.example</c>.</param>
public sealed record EmailAddress(string Address, string Key)
{
    /// <summary>RFC 5321: no path is longer.</summary>
    private const int Longest = 254;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    public static EmailAddress? Parse(string? text)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text) || text.Length > Longest || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or ',' or ';'))
            return null;
        if (!MailboxAddress.TryParse(text, out var mailbox) || !string.IsNullOrEmpty(mailbox.Name) || mailbox.Route.Count > 0)
            return null;
        var at = text.LastIndexOf('@');
        if (at < 1 || at > 64 || !text[(at + 1)..].Contains('.', StringComparison.Ordinal))
            return null;
        try
        {
            var domain = Idn.GetAscii(text[(at + 1)..]).ToLowerInvariant();
            return new EmailAddress(text, text[..at].ToLowerInvariant() + "@" + domain);
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
        return at < 1 ? "…" : address[0] + "…" + address[at..];
    }
}
