using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Bounces;

/// <summary>What became of the mail. Unsaid: the status' first digit tells whether it is over.</summary>
public enum BounceAction { Unsaid, Failed, Delayed, Delivered }

/// <summary>
/// What mail servers report after they had accepted a mail. A failure of the address suppresses it; another final one (a full mailbox, a policy,
/// a route that stayed closed) is noted in the ledger and suppresses only when the issues before bounced too; a delay is noted and changes nothing.
/// </summary>
public sealed partial class BounceIntake(ModelTrendsDb db, DeliveryMatch match, UnmatchedBounces unmatched, TimeProvider clock)
{
    /// <summary>A mailbox that is full for three issues is not read any more.</summary>
    private const int InARow = 3;

    /// <summary>The longest that servers keep trying; until then a mail that did not come back has not arrived for certain.</summary>
    private static readonly TimeSpan Undecided = TimeSpan.FromDays(7);

    private const int LongestNote = 500;

    public sealed record Report
    {
        /// <summary>The address; forwarding changes it.</summary>
        public string? Recipient { get; init; }

        /// <summary>RFC 3463, such as 5.1.1; more text may follow.</summary>
        public string? Status { get; init; }

        /// <summary>What the server that refused said.</summary>
        public string? Diagnostic { get; init; }

        /// <summary>The text for people, as far as it is about the failure.</summary>
        public string? Words { get; init; }

        public BounceAction Action { get; init; }

        /// <summary>Of the mail that was not delivered: ours, or the one a relay gave it.</summary>
        public IReadOnlyList<string> MessageIds { get; init; } = [];

        /// <summary>Names of mails of ours (<see cref="MailName"/>) that were found elsewhere.</summary>
        public IReadOnlyList<string> Names { get; init; } = [];

        /// <summary>The notice's own Message-ID.</summary>
        public string? NoticeId { get; init; }

        /// <summary>True: who sent it proved to be our provider, so that the recipient alone names a mail.</summary>
        public bool IsTrusted { get; init; }
    }

    /// <summary>
    /// Unknown: matched with no mail and no reader of ours, and kept for the desk. Ignored: nothing final, and nothing to store. Delayed, Noted:
    /// stands in the ledger. Suppressed: the address gets no mail any more.
    /// </summary>
    public enum Result { Unknown, Ignored, Delayed, Noted, Suppressed }

    /// <summary>Whether something was stored about a mail of ours, so that the notice is needed no more.</summary>
    public static bool IsStored(Result result) => result is Result.Delayed or Result.Noted or Result.Suppressed;

    public async Task<Result> TakeAsync(Report report, CancellationToken cancellationToken)
    {
        var found = await match.FindAsync(report, cancellationToken);
        var known = found?.SubscriberId ?? (report.IsTrusted ? await match.ReaderAsync(report.Recipient, cancellationToken) : null);
        if (known is not { } reader)
        {
            await unmatched.AddAsync(report, cancellationToken);
            return Result.Unknown;
        }

        if (report.Action == BounceAction.Delivered || (report.Action == BounceAction.Unsaid && FailureStatus.ClassOf(report.Status) == 2))
            return Result.Ignored;
        var isFinal = IsFinal(report);
        var suppresses = isFinal && FailureStatus.Of(report.Diagnostic, report.Status, report.Words) == FailureReason.Address;
        if (found is not null)
        {
            await NoteAsync(found, report, isFinal, cancellationToken);
            suppresses = suppresses || (isFinal && await BouncedInARowAsync(found, cancellationToken));
        }

        if (!suppresses)
            return found is null ? Result.Ignored : isFinal ? Result.Noted : Result.Delayed;
        // Who has left has left: let go again by an administrator, a suppressed reader would get mail.
        await db.Set<Subscriber>().Where(s => s.Id == reader && s.State != SubscriberState.Unsubscribed)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Suppressed), cancellationToken);
        return Result.Suppressed;
    }

    private static bool IsFinal(Report report) => report.Action switch
    {
        BounceAction.Failed => true,
        BounceAction.Delayed => false,
        _ => (FailureStatus.ClassOf(report.Status) ?? FailureStatus.ClassOf(report.Diagnostic)) == 5,
    };

    private async Task NoteAsync(DeliveryMatch.Found found, Report report, bool isFinal, CancellationToken cancellationToken)
    {
        var said = string.Join(' ', new[] { report.Status, report.Diagnostic }.Where(part => !string.IsNullOrWhiteSpace(part)));
        var note = Shown(said.Length > 0 ? said : report.Words ?? "", LongestNote);
        var mail = db.Set<DigestDelivery>().Where(d => d.IssueId == found.IssueId && d.SubscriberId == found.SubscriberId);
        if (isFinal)
        {
            var now = clock.GetUtcNow();
            await mail.ExecuteUpdateAsync(set => set.SetProperty(d => d.BouncedAt, d => d.BouncedAt ?? now).SetProperty(d => d.Bounce, note), cancellationToken);
        }
        else
        {
            // A warning that comes after the end tells nothing new.
            await mail.Where(d => d.BouncedAt == null).ExecuteUpdateAsync(set => set.SetProperty(d => d.Bounce, "delayed: " + note), cancellationToken);
        }
    }

    /// <summary>Mails that may still be on their way say neither yes nor no.</summary>
    private async Task<bool> BouncedInARowAsync(DeliveryMatch.Found found, CancellationToken cancellationToken)
    {
        var decided = clock.GetUtcNow() - Undecided;
        var last = await db.Set<DigestDelivery>()
            .Where(d => d.SubscriberId == found.SubscriberId && d.State == DeliveryState.Sent && (d.BouncedAt != null || d.SentAt < decided))
            .OrderByDescending(d => d.SentAt).Take(InARow).Select(d => d.BouncedAt != null).ToListAsync(cancellationToken);
        return last.Count == InARow && last.TrueForAll(bounced => bounced);
    }

    /// <summary>For the ledger and the desk: addresses masked.</summary>
    internal static string Shown(string text, int longest) => Cut(Mailbox().Replace(Clean(text, 4 * longest), address => EmailAddress.Mask(address.Value)), longest);

    /// <summary>One line, without what a database or a terminal would stumble over.</summary>
    internal static string Clean(string text, int longest) => Cut(Blank().Replace(string.Concat(Cut(text, 4 * longest).EnumerateRunes()
        .Select(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar ? " " : rune.ToString())), " ").Trim(), longest);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];

    [GeneratedRegex(@"[^\s<>()\[\]:;,""@]{1,64}@[^\s<>()\[\]:;,""@]{1,255}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mailbox();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blank();
}
