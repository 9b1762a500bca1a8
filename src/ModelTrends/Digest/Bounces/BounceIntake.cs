using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Bounces;

/// <summary>
/// What mail servers report after they had accepted a mail. A failure of the address suppresses it; another final one (a full mailbox, a policy)
/// is noted in the ledger and suppresses only when the issues before bounced too; a delay changes nothing.
/// </summary>
public sealed class BounceIntake(ModelTrendsDb db, TimeProvider clock)
{
    /// <summary>A mailbox that is full for three issues is not read any more.</summary>
    private const int InARow = 3;

    private const int LongestNote = 500;

    /// <param name="Recipient">The address; used when the Message-ID is not told.</param>
    /// <param name="Status">RFC 3463, such as 5.1.1; more text may follow.</param>
    /// <param name="MessageId">Of the mail that was not delivered; surer than the address, which forwarding changes.</param>
    public sealed record Report(string? Recipient, string? Status, string? MessageId);

    /// <summary>Unknown: no mail of ours. Ignored: a delay, or a status that says nothing final.</summary>
    public enum Result { Unknown, Ignored, Noted, Suppressed }

    public async Task<Result> TakeAsync(Report report, CancellationToken cancellationToken)
    {
        var delivery = await FindAsync(report, cancellationToken);
        if (delivery is null && (report.MessageId is not null || !await IsKnownAsync(report.Recipient, cancellationToken)))
            return Result.Unknown;
        if (report.Status?.TrimStart() is not ['5', ..] status)
            return Result.Ignored;

        var suppresses = FailureStatus.IsOfAddress(status) ?? false;
        if (delivery is not null)
        {
            var email = await db.Set<Subscriber>().Where(s => s.Id == delivery.SubscriberId).Select(s => s.Email).SingleAsync(cancellationToken);
            var note = status.Replace(email, EmailAddress.Mask(email), StringComparison.OrdinalIgnoreCase);
            delivery.BouncedAt ??= clock.GetUtcNow();
            delivery.Bounce = note.Length > LongestNote ? note[..LongestNote] : note;
            await db.SaveChangesAsync(cancellationToken);
            suppresses = suppresses || await BouncedInARowAsync(delivery.SubscriberId, cancellationToken);
        }

        if (!suppresses)
            return delivery is null ? Result.Ignored : Result.Noted;
        var key = EmailAddress.Parse(report.Recipient)?.Key;
        await db.Set<Subscriber>().Where(s => delivery != null ? s.Id == delivery.SubscriberId : s.EmailKey == key)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Suppressed), cancellationToken);
        return Result.Suppressed;
    }

    /// <summary>The mail it is about: by Message-ID, else the last one the address was sent.</summary>
    private async Task<DigestDelivery?> FindAsync(Report report, CancellationToken cancellationToken)
    {
        if (report.MessageId?.Trim().Trim('<', '>') is { Length: > 0 } id)
            return await db.Set<DigestDelivery>().SingleOrDefaultAsync(d => d.MessageId == id, cancellationToken);
        if (EmailAddress.Parse(report.Recipient) is not { } address)
            return null;
        return await (from d in db.Set<DigestDelivery>()
                      join s in db.Set<Subscriber>() on d.SubscriberId equals s.Id
                      where s.EmailKey == address.Key && d.State == DeliveryState.Sent
                      orderby d.SentAt descending
                      select d).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<bool> IsKnownAsync(string? recipient, CancellationToken cancellationToken) =>
        EmailAddress.Parse(recipient) is { } address && await db.Set<Subscriber>().AnyAsync(s => s.EmailKey == address.Key, cancellationToken);

    private async Task<bool> BouncedInARowAsync(int subscriberId, CancellationToken cancellationToken)
    {
        var last = await db.Set<DigestDelivery>().Where(d => d.SubscriberId == subscriberId && d.State == DeliveryState.Sent)
            .OrderByDescending(d => d.SentAt).Take(InARow).Select(d => d.BouncedAt != null).ToListAsync(cancellationToken);
        return last.Count == InARow && last.TrueForAll(bounced => bounced);
    }
}
