using System.Text.RegularExpressions;
using MimeKit;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Bounces;

/// <summary>A mail server's letter about a mail of ours, read into reports: one a recipient. In the form of RFC 3464, or in plain words.</summary>
public static partial class DeliveryNotice
{
    /// <summary>A message's headers name one id or two; a letter with hundreds is no mail server's.</summary>
    private const int MostNames = 20;

    /// <summary>By its headers alone: answers of people and of machines that are away are something else, as its text will show.</summary>
    public static bool MayBeOne(HeaderList headers) =>
        headers[HeaderId.ContentType]?.Contains("multipart/report", StringComparison.OrdinalIgnoreCase) == true || headers.Contains("X-Failed-Recipients")
        || IsOfServer(headers) || Failing().IsMatch(headers[HeaderId.Subject] ?? "");

    /// <summary>A letter in the form of RFC 3464; other reports (abuse, read receipts) have another type.</summary>
    internal static bool IsReport(MimeMessage letter) =>
        letter.Body is Multipart { ContentType: var type } && type.IsMimeType("multipart", "report")
        && (type.Parameters["report-type"] ?? "delivery-status").Trim().Equals("delivery-status", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Anybody can write to a mailbox, so a report carries all that may prove it: names of mails of ours, which nobody can guess. It is for
    /// <see cref="DeliveryMatch"/> to find which it is about.
    /// </summary>
    public static IReadOnlyList<BounceIntake.Report> Read(MimeMessage notice)
    {
        var parts = NoticeParts.Of(notice);
        if (notice.Body is Multipart { ContentType: var type } && type.IsMimeType("multipart", "report") && !IsReport(notice) && parts.Groups.Count == 0)
            return [];
        var names = parts.Clues.SelectMany(MailName.FindAll).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostNames).ToArray();
        var ids = parts.MessageIds.Distinct(StringComparer.Ordinal).Take(MostNames).ToArray();
        if (parts.Groups.Count > 0)
            return [.. parts.Groups.Select(fields => Report(fields) with { Words = PlainNotice.Reason(parts.Words), MessageIds = ids, Names = names, NoticeId = notice.MessageId })];
        return PlainNotice.Read(notice, parts) is { } plain ? [plain with { MessageIds = ids, Names = names, NoticeId = notice.MessageId }] : [];
    }

    private static BounceIntake.Report Report(IReadOnlyDictionary<string, string> fields) => new()
    {
        Recipient = Address(fields.GetValueOrDefault("Original-Recipient")) ?? Address(fields.GetValueOrDefault("Final-Recipient")),
        Status = fields.GetValueOrDefault("Status"),
        Diagnostic = fields.GetValueOrDefault("Diagnostic-Code"),
        Action = ActionOf(fields.GetValueOrDefault("Action")),
    };

    /// <summary>The first word; some servers add their own after it.</summary>
    internal static BounceAction ActionOf(string? field) => field?.Trim().Split(' ', ';', '(', ',')[0].ToLowerInvariant() switch
    {
        "failed" or "failure" or "fail" or "final" or "permanent" or "bounced" => BounceAction.Failed,
        "delayed" or "delay" or "deferred" or "transient" => BounceAction.Delayed,
        "delivered" or "relayed" or "expanded" => BounceAction.Delivered,
        _ => BounceAction.Unsaid,
    };

    /// <summary>Without the type before it (rfc822;) and angle brackets around it.</summary>
    private static string? Address(string? field) => field?.Split(';')[^1].Trim().Trim('<', '>').Trim() is { Length: > 0 } text && EmailAddress.Parse(text) is not null ? text : null;

    internal static bool IsOfServer(HeaderList headers) =>
        (headers[HeaderId.ReturnPath]?.Trim() is "<>" or "") || OfServer().IsMatch($"{headers[HeaderId.From]} {headers[HeaderId.Sender]}");

    internal static bool SaysFailure(string? subject) => Failing().IsMatch(subject ?? "");

    [GeneratedRegex("mailer.?daemon|postmaster|mail.?delivery|mail.?system|delivery.?subsystem|delivery.?agent|mdaemon|mail.?admin|系统退信|退信|メール配信|メールシステム", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OfServer();

    [GeneratedRegex(
        "undeliver|not delivered|delivery (?:status|failure|failed|problem|error|incomplete|report|notification)|mail delivery|returned (?:mail|to sender)|returning message|failure notice|message (?:failed|rejected)|"
        + "退信|退回|投递失败|无法送达|无法投递|发送失败|未送达|無法|配信|送信エラー|送信できません|不達|エラー",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Failing();
}
