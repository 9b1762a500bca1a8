using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Bounces;

/// <summary>Keeps what was reported and matched with nothing, so that somebody sees that bounces are lost; addresses are masked.</summary>
public sealed class UnmatchedBounces(ModelTrendsDb db, TimeProvider clock)
{
    public const string Mailbox = "mailbox";
    public const string Webhook = "webhook";

    /// <summary>A quarter shows a habit; older rows help nobody.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Anybody can write to a mailbox; the table does not grow with them.</summary>
    private const int Most = 2000;

    private const int Shown = 20;
    private const int LongestText = 300;

    /// <param name="OfReaders">Those whose address is a reader's: bounces that most likely belong to us.</param>
    public sealed record Overview(int Count, int OfReaders, IReadOnlyList<UnmatchedBounce> Last);

    public async Task AddAsync(BounceIntake.Report report, CancellationToken cancellationToken)
    {
        var key = EmailAddress.Parse(report.Recipient)?.Key;
        var isReader = key is not null && await db.Set<Subscriber>().AnyAsync(s => s.EmailKey == key, cancellationToken);
        var said = string.Join(' ', new[] { report.Status, report.Diagnostic }.Where(part => !string.IsNullOrWhiteSpace(part)));
        await AddAsync(
            report.IsTrusted ? Webhook : Mailbox, [report.NoticeId, report.Recipient, report.Status, .. report.MessageIds], key is null ? null : EmailAddress.Mask(key), isReader,
            report.MessageIds is [var first, ..] ? first : null, said, cancellationToken);
    }

    /// <summary>A letter that could not be read.</summary>
    public Task AddUnreadableAsync(string name, string reason, CancellationToken cancellationToken) => AddAsync(Mailbox, [name, reason], null, isReader: false, null, "cannot be read: " + reason, cancellationToken);

    public async Task<Overview> ReadAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - Kept;
        var rows = db.Set<UnmatchedBounce>().AsNoTracking().Where(b => b.NoticedAt >= since);
        return new Overview(
            await rows.CountAsync(cancellationToken), await rows.CountAsync(b => b.IsReader, cancellationToken),
            await rows.OrderByDescending(b => b.IsReader).ThenByDescending(b => b.NoticedAt).Take(Shown).ToListAsync(cancellationToken));
    }

    public Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Kept;
        return db.Set<UnmatchedBounce>().Where(b => b.NoticedAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task AddAsync(string source, IEnumerable<string?> marks, string? recipient, bool isReader, string? messageId, string said, CancellationToken cancellationToken)
    {
        var fingerprint = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', marks.Prepend(source))));
        var (now, id, text) = (clock.GetUtcNow(), messageId is null ? null : BounceIntake.Clean(messageId, LongestText), BounceIntake.Shown(said, LongestText));
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into unmatched_bounce (fingerprint, noticed_at, source, recipient, is_reader, message_id, said)
            select {fingerprint}, {now}, {source}, {recipient}, {isReader}, {id}, {text}
            where (select count(*) from unmatched_bounce) < {Most}
            on conflict (fingerprint) do nothing
            """, cancellationToken);
    }
}
