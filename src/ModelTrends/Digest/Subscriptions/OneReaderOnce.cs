using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>
/// Brings addresses that an earlier version took with invisible signs, a final dot or letters of full width into the form of today, and makes one
/// reader of two. Run twice, it changes nothing.
/// </summary>
public sealed partial class OneReaderOnce(ModelTrendsDb db, ILogger<OneReaderOnce> logger) : IAfterMigration
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Nearly every address is of plain letters, and those are as they should be.
        var odd = await db.Database.SqlQuery<int>(
            $"""
            select id as "Value" from subscriber
            where email_key !~ '^[!-~]+@([a-z0-9-]+[.])+[a-z0-9-]+$' or email !~ '^[!-~]+[^.]$'
            order by id
            """).ToListAsync(cancellationToken);
        foreach (var id in odd)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await MendAsync(await db.Set<Subscriber>().SingleAsync(s => s.Id == id, cancellationToken), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    private async Task MendAsync(Subscriber row, CancellationToken cancellationToken)
    {
        if (EmailAddress.Parse(row.Email) is not { } address || (address.Address == row.Email && address.Key == row.EmailKey))
            return;
        // What a server refused was the address with the sign in it.
        if (row.State == SubscriberState.Suppressed)
            row.State = row.ConfirmedAt is null ? SubscriberState.Pending : SubscriberState.Confirmed;
        if (await db.Set<Subscriber>().SingleOrDefaultAsync(s => s.EmailKey == address.Key && s.Id != row.Id, cancellationToken) is { } twin)
        {
            await JoinAsync(row, twin, cancellationToken);
            Log.Joined(logger, row.Id, twin.Id);
        }
        else
        {
            (row.Email, row.EmailKey) = (address.Address, address.Key);
            Log.Mended(logger, row.Id);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Keys of both go on working, and what either was sent counts; who has left one of the two has left.</summary>
    private async Task JoinAsync(Subscriber row, Subscriber twin, CancellationToken cancellationToken)
    {
        if (Weight(row.State) > Weight(twin.State))
        {
            (twin.State, twin.Lang, twin.Interval, twin.Consent) = (row.State, row.Lang, row.Interval, row.Consent);
            (twin.Countries, twin.Families, twin.ConfirmedAt, twin.AskedAt) = (row.Countries, row.Families, row.ConfirmedAt ?? twin.ConfirmedAt, row.AskedAt ?? twin.AskedAt);
        }

        twin.CreatedAt = row.CreatedAt < twin.CreatedAt ? row.CreatedAt : twin.CreatedAt;
        await db.Set<SubscriptionToken>().Where(t => t.SubscriberId == row.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.SubscriberId, twin.Id), cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            update digest_delivery d set subscriber_id = {twin.Id}
            where d.subscriber_id = {row.Id} and not exists (select 1 from digest_delivery t where t.issue_id = d.issue_id and t.subscriber_id = {twin.Id})
            """, cancellationToken);
        db.Remove(row);
    }

    /// <summary>Who said no is heard before who said yes.</summary>
    private static int Weight(SubscriberState state) => state switch
    {
        SubscriberState.Unsubscribed => 4,
        SubscriberState.Suppressed => 3,
        SubscriberState.Paused => 2,
        SubscriberState.Confirmed => 1,
        _ => 0,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Subscriber {Id} had signs in the address that nobody sees; it is mended")]
        public static partial void Mended(ILogger logger, int id);

        [LoggerMessage(LogLevel.Information, "Subscribers {Id} and {Kept} have the same address; {Kept} is kept")]
        public static partial void Joined(ILogger logger, int id, int kept);
    }
}
