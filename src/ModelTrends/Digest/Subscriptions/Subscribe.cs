using Hangfire;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using Npgsql;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>Somebody asks for the digest. The answer is the same whether or not the address is known; only its owner learns more, by mail.</summary>
public sealed class Subscribe(ModelTrendsDb db, IBackgroundJobClient jobs, TimeProvider clock)
{
    /// <summary>Nobody's inbox can be filled through our form: a second confirmation mail has to wait this long.</summary>
    private static readonly TimeSpan BetweenMails = TimeSpan.FromMinutes(15);

    public async Task HandleAsync(EmailAddress address, string lang, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var subscriber = await db.Set<Subscriber>().SingleOrDefaultAsync(s => s.EmailKey == address.Key, cancellationToken);
        if (subscriber is null)
        {
            subscriber = new Subscriber { Email = address.Address, EmailKey = address.Key, Lang = lang, Consent = "form on this site", CreatedAt = now };
            db.Add(subscriber);
        }
        else if (subscriber.State is SubscriberState.Confirmed or SubscriberState.Paused or SubscriberState.Suppressed || now - subscriber.AskedAt < BetweenMails)
        {
            return;
        }

        subscriber.State = SubscriberState.Pending;
        subscriber.Lang = lang;
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

        jobs.Enqueue<SendConfirmationJob>(job => job.RunAsync(subscriber.Id, CancellationToken.None));
    }
}
