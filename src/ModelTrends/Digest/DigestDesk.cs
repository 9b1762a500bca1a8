using Hangfire;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest;

/// <summary>What administrators see and do: issues with their progress, preview, a test mail to themselves, pause and resume.</summary>
public sealed class DigestDesk(ModelTrendsDb db, DeliveryLedger ledger, ComposeDigest compose, DigestMessage messages, Mailer mailer, IBackgroundJobClient jobs, TimeProvider clock)
{
    public sealed record IssueRow(DigestIssue Issue, DeliveryLedger.Progress Progress);

    public sealed record Overview(IReadOnlyDictionary<SubscriberState, int> Subscribers, IReadOnlyList<IssueRow> Issues, string SendsTo);

    public sealed record DeliveryRow(string MaskedEmail, string Lang, DeliveryState State, int Attempts, DateTimeOffset? SentAt, string MessageId, string? Answer);

    private const int IssuesShown = 20;
    private const int DeliveriesShown = 200;

    public async Task<Overview> ReadAsync(CancellationToken cancellationToken)
    {
        var states = await db.Set<Subscriber>().GroupBy(s => s.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var rows = new List<IssueRow>();
        foreach (var issue in await db.Set<DigestIssue>().AsNoTracking().OrderByDescending(i => i.Monday).Take(IssuesShown).ToListAsync(cancellationToken))
            rows.Add(new IssueRow(issue, await ledger.ProgressAsync(issue.Id, cancellationToken)));
        return new Overview(states, rows, mailer.HasServer ? $"{mailer.Options.Host}:{mailer.Options.Port}" : mailer.Folder);
    }

    /// <summary>The last mails of an issue, failures first; addresses masked.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> DeliveriesAsync(string week, CancellationToken cancellationToken)
    {
        var rows = await (from d in db.Set<DigestDelivery>()
                          join i in db.Set<DigestIssue>() on d.IssueId equals i.Id
                          join s in db.Set<Subscriber>() on d.SubscriberId equals s.Id
                          where i.Week == week
                          orderby d.State == DeliveryState.Failed descending, d.SentAt descending
                          select new { s.Email, s.Lang, d.State, d.Attempts, d.SentAt, d.MessageId, d.Answer }).Take(DeliveriesShown).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new DeliveryRow(EmailAddress.Mask(r.Email), r.Lang, r.State, r.Attempts, r.SentAt, r.MessageId, r.Answer))];
    }

    public async Task<string> PreviewAsync(DateOnly monday, Language language, CancellationToken cancellationToken)
    {
        return PersonalText.ForEverybody((await compose.PreviewAsync(monday, cancellationToken)).Single(t => t.Lang == language.Code));
    }

    /// <summary>One mail to an administrator's own address; the ledger does not know it.</summary>
    public async Task<MailResult> SendTestAsync(DateOnly monday, EmailAddress to, Language language, CancellationToken cancellationToken)
    {
        var text = (await compose.PreviewAsync(monday, cancellationToken)).Single(t => t.Lang == language.Code);
        var issue = new DigestIssue { Week = ReadDigestContent.WeekName(monday), Monday = monday };
        using var message = messages.Create(issue, new PersonalText(text), new DigestMessage.Recipient(to.Address, [], []), $"test.{Guid.NewGuid():n}@{mailer.From.Domain}", PersonalText.TokenPlace);
        message.Subject = "[test] " + text.Subject;
        await using var connection = mailer.Connect();
        return await connection.SendAsync(message, cancellationToken);
    }

    public Task PauseAsync(string week, CancellationToken cancellationToken) => db.Set<DigestIssue>().Where(i => i.Week == week && i.State != IssueState.Done)
        .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, IssueState.Paused).SetProperty(i => i.PauseReason, "paused by an administrator"), cancellationToken);

    public async Task ResumeAsync(string week, CancellationToken cancellationToken)
    {
        var issue = await db.Set<DigestIssue>().SingleOrDefaultAsync(i => i.Week == week && i.State == IssueState.Paused, cancellationToken);
        if (issue is not null)
            jobs.Enqueue<SendDigest>(send => send.RunAsync(issue.Id, null, CancellationToken.None));
    }

    /// <summary>Monday of the last week that is over, for the desk's forms.</summary>
    public DateOnly LastWeek => SendWeeklyDigestJob.LastWeek(clock);
}
