using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelTrends.Digest.Delivery;

/// <summary>
/// Why a mail was refused. Only Address says that it will never take mail. Mailbox: full, or too busy. Message: too large, or of a form the
/// server does not take. Policy: against us. Route: the way there, for now. Unsaid: nothing was told that one could act on.
/// </summary>
public enum FailureReason { Unsaid, Address, Mailbox, Message, Policy, Route }

/// <summary>Reads enhanced status codes (RFC 3463) and servers' words. Of all that is told the most exact decides.</summary>
public static partial class FailureStatus
{
    // How much a code or a word says, from nothing to one address's own state.
    private const int Generic = 1;
    private const int SubjectAlone = 2;
    private const int InWords = 3;
    private const int Exact = 4;

    /// <summary>A sentence of a server is short; a letter that claims to be one is not read to its end.</summary>
    private const int LongestText = 64 * 1024;

    private sealed record Evidence(FailureReason Reason, int Exactness);

    /// <param name="told">What was said, the nearest to the refusing server first: its own words, the relay's status, the text for people.</param>
    public static FailureReason Of(params IEnumerable<string?> told)
    {
        var texts = told.OfType<string>().Select(text => text.Length > LongestText ? text[..LongestText] : text).ToArray();
        var codes = texts.SelectMany(Codes).ToArray();
        // Ties go to who stands nearest, and within one text to the harmless reading.
        var best = texts.Select(Best).MaxBy(evidence => evidence.Exactness) ?? new Evidence(FailureReason.Unsaid, 0);
        // A relay that knew no code of its own, and a mailbox's state: what passes and what stays is not told apart there.
        if (best is not { Reason: FailureReason.Address, Exactness: Exact } && codes.Any(IsGeneric) && codes.Any(code => code is { Class: 5, Subject: 2 }))
            return FailureReason.Mailbox;
        // "5.0.0" and nothing else is all that some providers say of an address that is gone; beside other words it says nothing.
        if (best.Exactness == Generic)
            return texts.All(text => IsBare(text)) && codes.All(code => code is { Class: 5, Subject: 0 }) ? FailureReason.Address : FailureReason.Unsaid;
        return best.Reason;
    }

    /// <summary>The class of the first code, 4 or 5, enhanced (5.1.1) or plain (550); null where there is none.</summary>
    public static int? ClassOf(string? text) => text is not null && First().Match(text) is { Success: true } found ? found.Groups["class"].Value[0] - '0' : null;

    private static Evidence Best(string text)
    {
        var all = Codes(text).Select(Judge).ToList();
        if (FailureWords.Find(text) is var reason and not FailureReason.Unsaid)
            all.Add(new Evidence(reason, InWords));
        return all.OrderByDescending(evidence => evidence.Exactness).ThenBy(evidence => evidence.Reason == FailureReason.Address).FirstOrDefault() ?? new Evidence(FailureReason.Unsaid, 0);
    }

    private static Evidence Judge((int Class, int Subject, int Detail) code) => code switch
    {
        _ when IsGeneric(code) => new Evidence(FailureReason.Unsaid, Generic),
        // 4.x.x was to pass: even a last attempt says nothing about the address for good.
        (4, 2, _) => new Evidence(FailureReason.Mailbox, Rank(code.Detail)),
        (4, 7, _) => new Evidence(FailureReason.Policy, Rank(code.Detail)),
        (4, _, _) => new Evidence(FailureReason.Route, Rank(code.Detail)),
        // No such mailbox, domain or form of an address; ambiguous; moved; a domain that takes no mail.
        (_, 1, 1 or 2 or 3 or 4 or 6 or 10) => new Evidence(FailureReason.Address, Exact),
        (_, 1, 0) => new Evidence(FailureReason.Address, SubjectAlone),
        // 5.1.7 and 5.1.8 speak of the sender's address, larger details of the sender's limits.
        (_, 1, _) => new Evidence(FailureReason.Policy, Exact),
        // "Disabled", but some say it for a mailbox that gets mail too quickly: words decide, where there are any.
        (_, 2, 0 or 1) => new Evidence(FailureReason.Address, SubjectAlone),
        (_, 2, 3) => new Evidence(FailureReason.Message, Exact),
        (_, 2, _) => new Evidence(FailureReason.Mailbox, Exact),
        (_, 3, 4) => new Evidence(FailureReason.Message, Exact),
        (_, 3, _) => new Evidence(FailureReason.Route, SubjectAlone),
        // The domain has nowhere to send to; 5.4.7 and the rest are the way there.
        (_, 4, 4 or 310) => new Evidence(FailureReason.Address, Exact),
        (_, 4, 0 or 1) => new Evidence(FailureReason.Route, SubjectAlone),
        (_, 4, _) => new Evidence(FailureReason.Route, Exact),
        (_, 6, _) => new Evidence(FailureReason.Message, Rank(code.Detail)),
        _ => new Evidence(FailureReason.Policy, Rank(code.Detail)),
    };

    private static int Rank(int detail) => detail == 0 ? SubjectAlone : Exact;

    /// <summary>5.0.0, and 5.5.x, which is about the conversation and stands for anything.</summary>
    private static bool IsGeneric((int Class, int Subject, int Detail) code) => code.Subject is 0 or 5;

    private static bool IsBare(string text) => !Code().Replace(text, "").Any(char.IsLetter);

    private static IEnumerable<(int Class, int Subject, int Detail)> Codes(string text)
    {
        foreach (Match found in Code().Matches(text))
        {
            int Number(string group) => int.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
            yield return (Number("class"), Number("subject"), Number("detail"));
        }
    }

    /// <summary>No part of an address of the network or of a version, which have more numbers or letters before them.</summary>
    [GeneratedRegex(@"(?<![\w.])(?<class>[45])\.(?<subject>[0-7])\.(?<detail>\d{1,3})(?!\d|\.\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![\w.])(?<class>[245])(?:\d\d(?![\w.])|\.\d{1,3}\.\d{1,3}(?!\d|\.\d))", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex First();
}
