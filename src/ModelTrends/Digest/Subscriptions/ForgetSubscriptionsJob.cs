using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>Keeps no address that was never confirmed, and no key that has expired. Run twice, it changes nothing.</summary>
public sealed class ForgetSubscriptionsJob(ModelTrendsDb db, TimeProvider clock)
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
    }
}
