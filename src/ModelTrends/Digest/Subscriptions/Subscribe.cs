using Hangfire;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using Npgsql;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>
/// Somebody asks for the digest. The answer is the same whether or not the address is known; only its owner learns more, by mail: who is not
/// confirmed gets the link to confirm, who is gets the link to the preferences.
/// </summary>
public sealed class Subscribe(ModelTrendsDb db, IBackgroundJobClient jobs, TimeProvider clock)
{
    /// <summary>Nobody's inbox can be filled through our form: another mail has to wait this long ...</summary>
    private static readonly TimeSpan BetweenMails = TimeSpan.FromMinutes(15);

    /// <summary>... and in a day no more keys are mailed to an address than this.</summary>
    private const int KeysADay = 4;

    public async Task HandleAsync(EmailAddress address, string lang, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var subscriber = await db.Set<Subscriber>().SingleOrDefaultAsync(s => s.EmailKey == address.Key, cancellationToken);
        if (subscriber is null)
        {
            subscriber = new Subscriber { Email = address.Address, EmailKey = address.Key, Lang = lang, State = SubscriberState.Pending, Consent = "form on this site", CreatedAt = now };
            db.Add(subscriber);
        }
        else if (subscriber.State == SubscriberState.Suppressed || now - subscriber.AskedAt < BetweenMails
            || await db.Set<SubscriptionToken>().CountAsync(t => t.SubscriberId == subscriber.Id && t.CreatedAt > now.AddDays(-1), cancellationToken) >= KeysADay)
        {
            return;
        }
        else if (subscriber.State == SubscriberState.Unsubscribed)
        {
            subscriber.State = SubscriberState.Pending;
        }

        // A stranger who types somebody's address changes nothing of what they have.
        if (subscriber.State == SubscriberState.Pending)
            subscriber.Lang = lang;
        var askedBefore = subscriber.AskedAt;
        subscriber.AskedAt = now;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The same address was sent twice in the same moment; the other request has it.
            return;
        }

        try
        {
            jobs.Enqueue<SendConfirmationJob>(job => job.RunAsync(subscriber.Id, CancellationToken.None));
        }
        catch (BackgroundJobClientException)
        {
            // Nobody will write, so who asks again at once is not told to wait for a mail.
            await db.Set<Subscriber>().Where(s => s.Id == subscriber.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.AskedAt, askedBefore), cancellationToken);
            throw;
        }
    }

    /// <summary>The database is away, full, out of connections or in recovery; the mapper and the job storage wrap what it says.</summary>
    public static bool IsNotStored(Exception? fault) => fault is NpgsqlException or TimeoutException or BackgroundJobClientException || (fault?.InnerException is { } inner && IsNotStored(inner));
}
