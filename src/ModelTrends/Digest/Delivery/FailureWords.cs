using System.Text.RegularExpressions;

namespace ModelTrends.Digest.Delivery;

/// <summary>What mail servers write where they give no exact code, in the languages our readers' providers write.</summary>
internal static partial class FailureWords
{
    private static readonly string[] Policy =
    [
        "blocklist", "block list", "blacklist", "black list", "blocked", "spamhaus", "barracuda", "spamcop", "dnsbl", "reputation", "spam", "junk mail", "policy", "dmarc", "greylist",
        "graylist", "access denied", "relaying denied", "unable to relay", "relay not permitted", "not permitted", "not authorized", "not allowed", "rate limit", "too many", "too quickly",
        "too fast", "throttl", "suspicio", "virus", "banned", "prohibited", "content rejected", "message refused", "message rejected", "mail rejected", "unsolicited", "administratively",
        "does not accept mail from", "doesn't accept mail from", "反垃圾", "垃圾邮件", "垃圾郵件", "拒收", "拦截", "攔截", "黑名单", "黑名單", "频率", "頻率", "发信过多", "连接数", "被拒绝", "迷惑メール", "受信拒否",
        "拒否され", "拒否しました", "ブロック", "レート制限",
    ];

    private static readonly string[] Mailbox =
    [
        "mailbox full", "mailbox is full", "mailbox has exceeded", "inbox is full", "inbox full", "is full", "over quota", "overquota", "over-quota", "quota exceeded", "exceeded quota", "exceeds quota",
        "exceeded the quota", "exceeded his quota", "out of quota", "exceeded storage", "storage exceeded", "storage allocation", "insufficient storage", "insufficient system storage",
        "insufficient disk", "out of storage", "not enough space", "not enough storage", "disk full", "no space left", "is over the", "已满", "已滿", "空间不足", "空間不足", "容量不足", "超过容量", "超出容量", "配额",
        "容量を超", "容量オーバ", "容量がいっぱい", "容量が一杯", "一杯です", "いっぱいです", "いっぱいのため", "一杯のため",
    ];

    private static readonly string[] Message = ["message too large", "message too big", "message size exceeds", "exceeds maximum message size", "message is too large", "size limit", "邮件过大", "郵件過大", "サイズを超"];

    private static readonly string[] Route =
    [
        "timed out", "timeout", "time-out", "connection refused", "could not connect", "couldn't connect", "unable to connect", "cannot connect", "no route to host", "network is unreachable", "connection reset",
        "connection dropped", "lost connection", "retry time", "expired", "temporarily", "temporary", "try again", "try later", "too old", "been in the queue too long", "in the queue too long", "delivery time", "deferred",
        "lookup failure", "servfail", "超时", "逾時", "连接失败", "暂时", "暫時", "タイムアウト", "接続できません", "一時的",
    ];

    private static readonly string[] Address =
    [
        "user unknown", "unknown user", "no such user", "no such recipient", "no such mailbox", "no such address", "no such account", "no such person", "no such local", "no mailbox", "user not found",
        "user not exist", "user doesn't exist", "mailbox not found", "mailbox not exist", "mailbox unavailable", "mailbox does not exist", "recipient not found", "recipient not exist", "account not found", "address not found",
        "address does not exist", "does not exist", "doesn't exist", "doesn't have a", "does not have a", "doesn't have an", "unknown recipient", "recipient unknown", "unknown mailbox", "invalid recipient", "invalid mailbox",
        "invalid address", "invalid user", "unknown local", "unknown address", "address unknown", "unrouteable address", "unroutable address", "not a valid mailbox", "not a valid recipient", "not a valid user", "not a known user",
        "is not a user", "isn't a user", "not our customer", "mailbox disabled", "mailbox is disabled", "account disabled", "account is disabled", "account has been disabled", "reach is disabled", "account is inactive",
        "mailbox is inactive", "user is inactive", "account inactive", "mailbox inactive", "account closed", "account is closed", "no longer in use", "no longer exists", "no longer works here", "no longer valid", "could not be found", "couldn't be found",
        "host or domain name not found", "host not found", "domain not found", "domain name not found", "no such domain", "recipientnotfound", "不存在", "没有找到", "無此", "无此", "找不到收件人", "找不到用户", "未找到", "无效地址", "无效的收件",
        "无效收件", "地址无效", "已注销", "已停用", "宛先不明", "あて先不明", "存在しない", "存在しま", "存在いたしま", "見つかりません", "無効なアドレス", "該当するユーザ", "該当のユーザ",
    ];

    /// <summary>The harmless reading first: a sentence with both "mailbox unavailable" and "blocked" is about a block.</summary>
    public static FailureReason Find(string text)
    {
        if (ExchangeUnknown().IsMatch(text))
            return FailureReason.Address;
        // Lines are folded where they were full; a phrase may be broken in two.
        var line = Blank().Replace(text, " ");
        bool Has(string[] words) => words.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        return Has(Policy) ? FailureReason.Policy : Has(Mailbox) ? FailureReason.Mailbox : Has(Message) ? FailureReason.Message
            : Has(Address) ? FailureReason.Address : Has(Route) ? FailureReason.Route : FailureReason.Unsaid;
    }

    /// <summary>Exchange Online's own sentence for a recipient its directory does not have.</summary>
    [GeneratedRegex(@"5\.4\.1 .{0,200}?recipient address rejected: access denied", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex ExchangeUnknown();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blank();
}
