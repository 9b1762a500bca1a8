using System.Text.RegularExpressions;
using MimeKit;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest.Bounces;

/// <summary>
/// Notices without a part for machines: qmail's, Exim's and Postfix's words, and those of providers that write to people, in English, Chinese or
/// Japanese. What is no letter of a mail server, or tells of no failure, is none.
/// </summary>
internal static partial class PlainNotice
{
    /// <summary>The words of the failure stand close to the address they are about.</summary>
    private const int LongestReason = 4000;

    private static readonly string[] Failures =
    [
        "not be delivered", "n't be delivered", "able to deliver", "unable to deliver", "not delivered", "undeliver", "delivery failed", "delivery failure", "delivery error", "delivery has failed", "failed permanently",
        "permanent error", "permanent failure", "permanently", "fatal error", "not deliver", "n't deliver", "rejected", "returned to", "given up", "giving up", "following recipient", "following address",
        "退信", "退回", "无法送达", "未能送达", "无法投递", "投递失败", "发送失败", "未送达", "无法发送", "無法", "投遞失敗", "配信でき", "配信できま", "配信不能", "送信でき", "届けでき", "届けることができ", "配送でき", "届きません", "不達",
    ];

    private static readonly string[] Delays =
    [
        "warning message only", "warning only", "do not need to resend", "not need to resend", "no action is required", "will be retried", "will retry", "will continue to", "will keep trying", "still being retried", "is still trying",
        "has been delayed", "delivery delayed", "not yet been delivered", "has not yet", "继续尝试", "将继续", "重试", "再送します", "再送を", "配信を試みます", "遅延",
    ];

    private static readonly string[] Ends = ["given up", "giving up", "permanent error", "permanent failure", "failed permanently", "fatal error"];

    /// <returns>Null: it tells of no failure.</returns>
    public static BounceIntake.Report? Read(MimeMessage letter, NoticeParts parts)
    {
        var head = WithoutReturned(parts.Words);
        var ofServer = DeliveryNotice.IsOfServer(letter.Headers) || parts.Recipients.Count > 0;
        if (!ofServer || !(Has(head, Failures) || DeliveryNotice.SaysFailure(letter.Subject)) || IsAnswerOfPerson(letter))
            return null;
        var reason = Reason(head);
        var delayed = Has(head, Delays) && !Has(head, Ends);
        return new BounceIntake.Report
        {
            Recipient = parts.Recipients.FirstOrDefault() ?? Recipient(head), Diagnostic = reason, Action = delayed ? BounceAction.Delayed : BounceAction.Failed,
        };
    }

    /// <summary>From the first address on: the greeting before it names the server's own program.</summary>
    public static string Reason(string words)
    {
        var head = WithoutReturned(words);
        var from = Mailbox().Match(head) is { Success: true } first ? head.LastIndexOf('\n', first.Index) + 1 : 0;
        // Without an address the cause has a heading.
        if (from == 0 && Cause().Match(head) is { Success: true } cause)
            from = cause.Index;
        return head.Substring(from, Math.Min(LongestReason, head.Length - from));
    }

    /// <summary>The mail itself follows in many forms, and its text is ours.</summary>
    private static string WithoutReturned(string words) => Returned().Match(words) is { Success: true, Index: > 0 } found ? words[..found.Index] : words;

    private static string? Recipient(string head) => Mailbox().Match(head) is { Success: true } found ? found.Value : null;

    /// <summary>Who is away answers with the same empty return path, and names what it answers.</summary>
    private static bool IsAnswerOfPerson(MimeMessage letter) =>
        letter.Headers[HeaderId.AutoSubmitted]?.Contains("vacation", StringComparison.OrdinalIgnoreCase) == true || letter.Headers.Contains("X-Autoreply")
        || (letter.Subject?.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ?? false) || (letter.Subject is { } subject && Away().IsMatch(subject));

    private static bool Has(string text, string[] phrases) => phrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mailbox();

    [GeneratedRegex("退信原因|失败原因|错误信息|出错信息|エラー内容|エラーメッセージ|原因|理由", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cause();

    [GeneratedRegex(
        @"^(?:-{2,}.{0,120}(?:copy of|original|原始|原邮件|元の|以下).{0,120}|Return-Path:.{0,500}|Received: .{0,500}|DKIM-Signature:.{0,500}|Message-ID:.{0,500}|MIME-Version:.{0,100})",
        RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Returned();

    [GeneratedRegex("^(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|away|自动回复|自動回覆|自動返信|不在)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Away();
}
