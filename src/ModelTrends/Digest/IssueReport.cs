using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Digest;

/// <summary>Who got an issue, when, and what the servers said; addresses masked.</summary>
public sealed class IssueReport(ModelTrendsDb db)
{
    public sealed record Row(string MaskedEmail, string Lang, DeliveryState State, int Attempts, DateTimeOffset? SentAt, string MessageId, string? Answer, DateTimeOffset? BouncedAt, string? Bounce);

    /// <param name="First">When the first and the last mail were accepted.</param>
    /// <param name="Repeated">Sent mails that took more than one attempt.</param>
    /// <param name="Left">Readers of this issue who have unsubscribed by now.</param>
    /// <param name="Answers">What was said to mails that were not accepted, the most frequent first.</param>
    public sealed record Summary(
        DateTimeOffset? First, DateTimeOffset? Last, int Repeated, int Bounced, int Left, IReadOnlyList<LanguageRow> Languages, IReadOnlyList<AnswerRow> Answers);

    public sealed record LanguageRow(string Lang, int Sent, int Waiting, int Failed, int Cancelled, int Bounced);

    public sealed record AnswerRow(DeliveryState State, string Answer, int Count);

    private const int RowsShown = 200;
    private const int AnswersShown = 12;

    public async Task<Summary?> SummaryAsync(string week, CancellationToken cancellationToken)
    {
        if (await db.Set<DigestIssue>().Where(i => i.Week == week).Select(i => (int?)i.Id).SingleOrDefaultAsync(cancellationToken) is not { } id)
            return null;
        var mails = from d in db.Set<DigestDelivery>() join s in db.Set<Subscriber>() on d.SubscriberId equals s.Id where d.IssueId == id select new { d, s.Lang, Subscriber = s.State };
        var languages = await mails.GroupBy(m => m.Lang).Select(g => new LanguageRow(
            g.Key, g.Count(m => m.d.State == DeliveryState.Sent), g.Count(m => m.d.State == DeliveryState.Waiting), g.Count(m => m.d.State == DeliveryState.Failed),
            g.Count(m => m.d.State == DeliveryState.Cancelled), g.Count(m => m.d.BouncedAt != null))).ToListAsync(cancellationToken);
        var answers = await mails.Where(m => m.d.State != DeliveryState.Sent && m.d.Answer != null).GroupBy(m => new { m.d.State, m.d.Answer })
            .Select(g => new AnswerRow(g.Key.State, g.Key.Answer!, g.Count())).ToListAsync(cancellationToken);
        var sent = mails.Where(m => m.d.State == DeliveryState.Sent);
        return new Summary(
            await sent.MinAsync(m => m.d.SentAt, cancellationToken), await sent.MaxAsync(m => m.d.SentAt, cancellationToken), await sent.CountAsync(m => m.d.Attempts > 1, cancellationToken),
            languages.Sum(row => row.Bounced), await sent.CountAsync(m => m.Subscriber == SubscriberState.Unsubscribed, cancellationToken),
            [.. languages.OrderBy(row => row.Lang, StringComparer.Ordinal)], [.. answers.OrderByDescending(row => row.Count).ThenBy(row => row.Answer, StringComparer.Ordinal).Take(AnswersShown)]);
    }

    /// <summary>The last mails, failures and bounces first.</summary>
    public async Task<IReadOnlyList<Row>> LastAsync(string week, CancellationToken cancellationToken) => await ReadAsync(week, RowsShown, cancellationToken);

    /// <summary>All of them, for a file.</summary>
    public async Task<CsvTable> CsvAsync(string week, CancellationToken cancellationToken) => new(
        ["address", "lang", "state", "attempts", "sent_at", "message_id", "answer", "bounced_at", "bounce"],
        (await ReadAsync(week, int.MaxValue, cancellationToken)).Select(object?[] (r) => [r.MaskedEmail, r.Lang, r.State, r.Attempts, r.SentAt, r.MessageId, r.Answer, r.BouncedAt, r.Bounce]));

    private async Task<IReadOnlyList<Row>> ReadAsync(string week, int most, CancellationToken cancellationToken)
    {
        var rows = await (from d in db.Set<DigestDelivery>()
                          join i in db.Set<DigestIssue>() on d.IssueId equals i.Id
                          join s in db.Set<Subscriber>() on d.SubscriberId equals s.Id
                          where i.Week == week
                          orderby d.State == DeliveryState.Failed || d.BouncedAt != null descending, d.SentAt descending, d.SubscriberId
                          select new Row(s.Email, s.Lang, d.State, d.Attempts, d.SentAt, d.MessageId, d.Answer, d.BouncedAt, d.Bounce)).Take(most).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row with { MaskedEmail = EmailAddress.Mask(row.MaskedEmail) })];
    }
}
