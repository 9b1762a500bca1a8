using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Bounces;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>Keeps no address that was never confirmed, no key that has expired, no notice that nobody needs. Run twice, it changes nothing.</summary>
public sealed class ForgetSubscriptionsJob(ModelTrendsDb db, UnmatchedBounces bounces, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var asked = now - Tokens.ConfirmLasts;
        var pending = db.Set<Subscriber>().Where(s => s.State == SubscriberState.Pending && s.AskedAt < asked);
        await pending.Where(s => s.ConfirmedAt == null).ExecuteDeleteAsync(cancellationToken);
        // Who had left, was asked again and did not answer has left still.
        await pending.Where(s => s.ConfirmedAt != null).ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Unsubscribed), cancellationToken);
        await db.Set<SubscriptionToken>().Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await bounces.ForgetAsync(cancellationToken);
    }
}
