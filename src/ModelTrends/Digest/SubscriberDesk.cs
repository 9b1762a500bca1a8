using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest;

/// <summary>What an administrator does for a reader who wrote: look up, erase, take mail again. The address is typed, never listed.</summary>
public sealed class SubscriberDesk(ModelTrendsDb db)
{
    public sealed record Found(string MaskedEmail, SubscriberState State, string Lang, string Consent, DateTimeOffset CreatedAt, DateTimeOffset? ConfirmedAt, int Mails);

    public async Task<Found?> FindAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        if (await db.Set<Subscriber>().AsNoTracking().SingleOrDefaultAsync(s => s.EmailKey == address.Key, cancellationToken) is not { } s)
            return null;
        return new Found(EmailAddress.Mask(s.Email), s.State, s.Lang, s.Consent, s.CreatedAt, s.ConfirmedAt,
            await db.Set<DigestDelivery>().CountAsync(d => d.SubscriberId == s.Id && d.State == DeliveryState.Sent, cancellationToken));
    }

    /// <summary>The address, its keys and its rows in the ledger.</summary>
    public async Task<bool> EraseAsync(EmailAddress address, CancellationToken cancellationToken) =>
        await db.Set<Subscriber>().Where(s => s.EmailKey == address.Key).ExecuteDeleteAsync(cancellationToken) > 0;

    /// <summary>A mailbox that refused mail and was mended: its owner, who had confirmed, gets the next issue; who had not may ask again.</summary>
    public async Task<bool> ReleaseAsync(EmailAddress address, CancellationToken cancellationToken)
    {
        return await db.Set<Subscriber>().Where(s => s.EmailKey == address.Key && s.State == SubscriberState.Suppressed).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.State, s => s.ConfirmedAt != null ? SubscriberState.Confirmed : SubscriberState.Pending), cancellationToken) > 0;
    }
}
