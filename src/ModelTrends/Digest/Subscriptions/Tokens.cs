using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>Makes and finds keys: 32 random bytes in the link, their hash in the table.</summary>
public sealed class Tokens(ModelTrendsDb db, TimeProvider clock)
{
    /// <summary>A confirmation that nobody clicked for a week was not meant.</summary>
    public static readonly TimeSpan ConfirmLasts = TimeSpan.FromDays(7);

    /// <summary>Old mails are searched for their unsubscribe link; two years covers those who do.</summary>
    public static readonly TimeSpan ManageLasts = TimeSpan.FromDays(730);

    public static string New(out byte[] hash)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        hash = HashOf(token);
        return token;
    }

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));

    /// <summary>Adds a key; the caller saves.</summary>
    public string Issue(int subscriberId, TokenPurpose purpose)
    {
        var token = New(out var hash);
        var now = clock.GetUtcNow();
        db.Add(new SubscriptionToken { Hash = hash, SubscriberId = subscriberId, Purpose = purpose, CreatedAt = now, ExpiresAt = now + (purpose == TokenPurpose.Confirm ? ConfirmLasts : ManageLasts) });
        return token;
    }

    /// <returns>Null for a key that is unknown, expired, used up or made for something else.</returns>
    public async Task<(SubscriptionToken Token, Subscriber Subscriber)?> FindAsync(string token, TokenPurpose purpose, CancellationToken cancellationToken)
    {
        if (token.Length > 100)
            return null;
        var hash = HashOf(token);
        var found = await db.Set<SubscriptionToken>().SingleOrDefaultAsync(t => t.Hash == hash && t.Purpose == purpose, cancellationToken);
        if (found is null || found.UsedAt is not null || found.ExpiresAt <= clock.GetUtcNow())
            return null;
        return (found, await db.Set<Subscriber>().SingleAsync(s => s.Id == found.SubscriberId, cancellationToken));
    }

    /// <summary>A confirmation key that was used, and whose; so that who clicks once more is told how things stand.</summary>
    public async Task<Subscriber?> FindUsedAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > 100)
            return null;
        var hash = HashOf(token);
        return await (from t in db.Set<SubscriptionToken>()
                      join s in db.Set<Subscriber>() on t.SubscriberId equals s.Id
                      where t.Hash == hash && t.Purpose == TokenPurpose.Confirm && t.UsedAt != null
                      select s).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Uses a key up; of two who hold it at the same moment, one. It is remembered as long as mails are kept.</summary>
    public async Task<bool> UseAsync(SubscriptionToken token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<SubscriptionToken>().Where(t => t.Hash == token.Hash && t.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now).SetProperty(t => t.ExpiresAt, now + ManageLasts), cancellationToken) == 1;
    }
}
