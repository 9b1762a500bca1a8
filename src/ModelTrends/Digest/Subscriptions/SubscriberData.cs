using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>All that is stored of one reader, for that reader: their right, beside that of being erased.</summary>
public sealed class SubscriberData(ModelTrendsDb db, Tokens tokens, TimeProvider clock)
{
    public const string FileName = "modeltrends-subscription.json";

    private static readonly JsonSerializerOptions Readable = new(AnswerJson.Options) { WriteIndented = true };

    public sealed record Subscription(
        string Email, string ComparedAs, string Lang, SubscriberState State, DigestInterval Interval, IReadOnlyList<string> Countries, IReadOnlyList<string> Families, string Consent,
        DateTimeOffset CreatedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? AskedAt);

    /// <summary>The keys themselves are stored nowhere.</summary>
    public sealed record Key(TokenPurpose Purpose, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? UsedAt);

    public sealed record Mail(string Week, DeliveryState State, string MessageId, int Attempts, DateTimeOffset? SentAt, string? Answer, DateTimeOffset? BouncedAt, string? Bounce);

    public sealed record Everything(DateTimeOffset WrittenAt, Subscription Subscription, IReadOnlyList<Key> Keys, IReadOnlyList<Mail> Mails);

    /// <returns>Null: the key opens nothing.</returns>
    public async Task<byte[]?> OfKeyAsync(string token, CancellationToken cancellationToken) =>
        await tokens.FindAsync(token, TokenPurpose.Manage, cancellationToken) is var (_, subscriber) ? await ReadAsync(subscriber, cancellationToken) : null;

    /// <returns>Null: the address is not known.</returns>
    public async Task<byte[]?> OfAddressAsync(EmailAddress address, CancellationToken cancellationToken) =>
        await db.Set<Subscriber>().AsNoTracking().SingleOrDefaultAsync(s => s.EmailKey == address.Key, cancellationToken) is { } subscriber ? await ReadAsync(subscriber, cancellationToken) : null;

    private async Task<byte[]> ReadAsync(Subscriber s, CancellationToken cancellationToken)
    {
        var keys = await db.Set<SubscriptionToken>().Where(t => t.SubscriberId == s.Id).OrderBy(t => t.CreatedAt).Select(t => new Key(t.Purpose, t.CreatedAt, t.ExpiresAt, t.UsedAt)).ToListAsync(cancellationToken);
        var mails = await (from d in db.Set<DigestDelivery>()
                           join i in db.Set<DigestIssue>() on d.IssueId equals i.Id
                           where d.SubscriberId == s.Id
                           orderby i.Monday
                           select new Mail(i.Week, d.State, d.MessageId, d.Attempts, d.SentAt, d.Answer, d.BouncedAt, d.Bounce)).ToListAsync(cancellationToken);
        var subscription = new Subscription(s.Email, s.EmailKey, s.Lang, s.State, s.Interval, s.Countries, s.Families, s.Consent, s.CreatedAt, s.ConfirmedAt, s.AskedAt);
        return JsonSerializer.SerializeToUtf8Bytes(new Everything(clock.GetUtcNow(), subscription, keys, mails), Readable);
    }
}
