using System.Text.RegularExpressions;

namespace ModelTrends.Digest.Delivery;

/// <summary>Enhanced status codes (RFC 3463): which failures say that an address takes no mail, ever.</summary>
public static partial class FailureStatus
{
    /// <summary>
    /// 5.1.x: there is no such address; 5.2.0 and 5.2.1: its mailbox is closed; 5.0.0 and 5.4.x: its domain takes no mail. The rest is not
    /// the address's fault: a full mailbox (5.2.2), a mail too large (5.3.4), a policy against us (5.7.x).
    /// </summary>
    /// <returns>Null when the text has no status of that kind.</returns>
    public static bool? IsOfAddress(string? text)
    {
        if (text is null || Status().Match(text) is not { Success: true } found)
            return null;
        return found.Groups["subject"].Value switch
        {
            // 5.1.7 and 5.1.8 speak of the sender's address.
            "1" => found.Groups["detail"].Value is not ("7" or "8"),
            "2" => found.Groups["detail"].Value is "0" or "1",
            "4" => true,
            "0" => true,
            _ => false,
        };
    }

    [GeneratedRegex(@"(?<![\d.])5\.(?<subject>\d{1,3})\.(?<detail>\d{1,3})(?![\d.])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Status();
}
