using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Bounces;

/// <summary>
/// Which mail of ours a report is about. What proves it nobody outside can guess: our Message-ID, its name in a header or a return path, or the id
/// that a relay gave the mail and told us when it took it. A recipient alone proves nothing, unless who reports has proved to be our provider.
/// </summary>
public sealed class DeliveryMatch(ModelTrendsDb db, Mailer mailer, TimeProvider clock)
{
    /// <summary>Shorter ids of relays are counters, which can be guessed.</summary>
    private const int ShortestRelayId = 16;

    /// <summary>Servers give up after days; nobody reports on a mail of last season.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    /// <summary>The ledger's row.</summary>
    public sealed record Found(int IssueId, int SubscriberId);

    public async Task<Found?> FindAsync(BounceIntake.Report report, CancellationToken cancellationToken)
    {
        var ids = report.MessageIds.Select(Bare).Where(id => id.Length > 0).ToArray();
        var ours = ids.Concat(report.Names.Select(name => $"{name}@{mailer.From.Domain}")).ToArray();
        var found = await db.Set<DigestDelivery>().Where(d => ours.Contains(d.MessageId)).OrderByDescending(d => d.SentAt)
            .Select(d => new Found(d.IssueId, d.SubscriberId)).FirstOrDefaultAsync(cancellationToken);
        if (found is not null || EmailAddress.Parse(report.Recipient) is not { } address)
            return found;
        var after = clock.GetUtcNow() - Longest;
        var mails = from d in db.Set<DigestDelivery>()
                    join s in db.Set<Subscriber>() on d.SubscriberId equals s.Id
                    where s.EmailKey == address.Key && d.State == DeliveryState.Sent
                    orderby d.SentAt descending
                    select d;
        foreach (var mail in await mails.Where(d => d.SentAt > after).Select(d => new { d.IssueId, d.SubscriberId, d.Answer }).ToListAsync(cancellationToken))
        {
            if (mail.Answer is { } answer && ids.Any(id => IsRelays(id.Split('@')[0], answer)))
                return new Found(mail.IssueId, mail.SubscriberId);
        }

        return report.IsTrusted ? await mails.Select(d => new Found(d.IssueId, d.SubscriberId)).FirstOrDefaultAsync(cancellationToken) : null;
    }

    /// <summary>The reader of an address, mailed to or not.</summary>
    public async Task<int?> ReaderAsync(string? recipient, CancellationToken cancellationToken) =>
        EmailAddress.Parse(recipient) is { } address ? await db.Set<Subscriber>().Where(s => s.EmailKey == address.Key).Select(s => (int?)s.Id).SingleOrDefaultAsync(cancellationToken) : null;

    private static bool IsRelays(string id, string answer) => id.Length >= ShortestRelayId && answer.Contains(id, StringComparison.OrdinalIgnoreCase);

    /// <summary>What no Message-ID holds no row has, and a database does not take.</summary>
    private static string Bare(string id) => id.Trim().Trim('<', '>').Trim() is { Length: < 1000 } bare && bare.All(c => c is > ' ' and < (char)0x7f) ? bare : "";
}
