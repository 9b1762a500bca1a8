using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>What the holder of a key may do with the subscription.</summary>
public sealed class Subscription(ModelTrendsDb db, Tokens tokens, TimeProvider clock)
{
    /// <param name="ManageToken">For the page that follows: the key to the preferences.</param>
    public sealed record Confirmed(string ManageToken, string Lang);

    public sealed record Preferences(string Lang, DigestInterval Interval, bool Paused, string[] Countries, string[] Families);

    public async Task<bool> CanConfirmAsync(string token, CancellationToken cancellationToken) => await tokens.FindAsync(token, TokenPurpose.Confirm, cancellationToken) is not null;

    /// <summary>The link was used and its reader is still one.</summary>
    public async Task<bool> IsConfirmedAsync(string token, CancellationToken cancellationToken) =>
        await tokens.FindUsedAsync(token, cancellationToken) is { State: SubscriberState.Confirmed or SubscriberState.Paused };

    public async Task<Confirmed?> ConfirmAsync(string token, CancellationToken cancellationToken)
    {
        // All or nothing: a key that is used has confirmed, also when the process ends in between.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await tokens.FindAsync(token, TokenPurpose.Confirm, cancellationToken) is not var (key, subscriber) || !await tokens.UseAsync(key, cancellationToken))
            return null;
        subscriber.State = SubscriberState.Confirmed;
        subscriber.ConfirmedAt = clock.GetUtcNow();
        var manage = tokens.Issue(subscriber.Id, TokenPurpose.Manage);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Confirmed(manage, subscriber.Lang);
    }

    public async Task<(string MaskedEmail, SubscriberState State, Preferences Preferences)?> ReadAsync(string token, CancellationToken cancellationToken) =>
        await tokens.FindAsync(token, TokenPurpose.Manage, cancellationToken) is var (_, s)
            ? (EmailAddress.Mask(s.Email), s.State, new Preferences(s.Lang, s.Interval, s.State == SubscriberState.Paused, s.Countries, s.Families))
            : null;

    public async Task<bool> ChangeAsync(string token, Preferences preferences, CancellationToken cancellationToken)
    {
        if (await tokens.FindAsync(token, TokenPurpose.Manage, cancellationToken) is not var (_, subscriber))
            return false;
        subscriber.Lang = preferences.Lang;
        subscriber.Interval = preferences.Interval;
        subscriber.Countries = preferences.Countries;
        subscriber.Families = preferences.Families;
        if (subscriber.State is SubscriberState.Confirmed or SubscriberState.Paused)
            subscriber.State = preferences.Paused ? SubscriberState.Paused : SubscriberState.Confirmed;
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Who left by mistake and still holds a mail comes back; holding it shows whose address it is.</summary>
    public async Task<bool> ReturnAsync(string token, CancellationToken cancellationToken)
    {
        if (await tokens.FindAsync(token, TokenPurpose.Manage, cancellationToken) is not var (_, subscriber))
            return false;
        if (subscriber.State is SubscriberState.Unsubscribed or SubscriberState.Pending)
            (subscriber.State, subscriber.ConfirmedAt) = (SubscriberState.Confirmed, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>At once and for good; asking again needs a new confirmation. Twice is as once.</summary>
    public async Task<bool> UnsubscribeAsync(string token, CancellationToken cancellationToken)
    {
        if (await tokens.FindAsync(token, TokenPurpose.Manage, cancellationToken) is not var (_, subscriber))
            return false;
        // An address that refuses mail stays known as such.
        if (subscriber.State != SubscriberState.Suppressed)
            subscriber.State = SubscriberState.Unsubscribed;
        await db.Set<DigestDelivery>().Where(d => d.SubscriberId == subscriber.Id && d.State == DeliveryState.Waiting)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Cancelled).SetProperty(d => d.Answer, "unsubscribed"), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Erases the address, its keys and its rows in the ledger.</summary>
    public async Task<bool> DeleteAsync(string token, CancellationToken cancellationToken)
    {
        if (await tokens.FindAsync(token, TokenPurpose.Manage, cancellationToken) is not var (_, subscriber))
            return false;
        await db.Set<Subscriber>().Where(s => s.Id == subscriber.Id).ExecuteDeleteAsync(cancellationToken);
        return true;
    }
}
