using Hangfire;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Bounces;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Delivery;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest;

/// <summary>What administrators see and do: issues with their progress, preview, a test mail to themselves, pause and resume.</summary>
public sealed class DigestDesk(ModelTrendsDb db, DeliveryLedger ledger, IssueStates states, ComposeDigest compose, DigestMessage messages, Mailer mailer, MailboxLooks looks,
    UnmatchedBounces unmatched, IBackgroundJobClient jobs, TimeProvider clock)
{
    public sealed record IssueRow(DigestIssue Issue, DeliveryLedger.Progress Progress);

    public sealed record Overview(IReadOnlyDictionary<SubscriberState, int> Subscribers, IReadOnlyList<IssueRow> Issues, string SendsTo, string Links);

    /// <param name="HasMailbox">One is set.</param>
    /// <param name="Look">How the last look into it went; null: nobody has looked yet.</param>
    public sealed record BounceState(bool HasMailbox, MailboxLook? Look, UnmatchedBounces.Overview Unmatched);

    private const int IssuesShown = 20;

    /// <summary>Monday of the last week that is over, for the desk's forms.</summary>
    public DateOnly LastWeek => SendWeeklyDigestJob.LastWeek(clock);

    public async Task<Overview> ReadAsync(CancellationToken cancellationToken)
    {
        var subscribers = await db.Set<Subscriber>().GroupBy(s => s.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var rows = new List<IssueRow>();
        foreach (var issue in await db.Set<DigestIssue>().AsNoTracking().OrderByDescending(i => i.Monday).Take(IssuesShown).ToListAsync(cancellationToken))
            rows.Add(new IssueRow(issue, await ledger.ProgressAsync(issue.Id, cancellationToken)));
        return new Overview(subscribers, rows, mailer.HasServer ? $"{mailer.Options.Host}:{mailer.Options.Port}" : $"files in {mailer.Folder}", mailer.SiteUrl);
    }

    /// <summary>Whether reports of mails that were not delivered arrive, and which could not be matched.</summary>
    public async Task<BounceState> BouncesAsync(CancellationToken cancellationToken) => new(
        looks.HasMailbox, looks.HasMailbox ? await looks.LastAsync(cancellationToken) : null, await unmatched.ReadAsync(cancellationToken));

    public async Task<string> PreviewAsync(DateOnly monday, Language language, CancellationToken cancellationToken)
    {
        var text = (await compose.PreviewAsync(monday, cancellationToken)).Single(t => t.Lang == language.Code);
        return PersonalText.WithoutReader(text.Html, text.Picture);
    }

    /// <summary>One mail to an administrator's own address; the ledger does not know it, and its links to a subscription lead to none.</summary>
    public async Task<MailResult> SendTestAsync(DateOnly monday, EmailAddress to, Language language, CancellationToken cancellationToken)
    {
        var text = (await compose.PreviewAsync(monday, cancellationToken)).Single(t => t.Lang == language.Code);
        var issue = new DigestIssue { Week = ReadDigestContent.WeekName(monday), Monday = monday };
        using var message = messages.Create(issue, new PersonalText(text), new DigestMessage.Recipient(to.Address, [], []), $"test.{Guid.NewGuid():n}@{mailer.From.Domain}", PersonalText.TokenPlace);
        message.Subject = "[test] " + text.Subject;
        await using var connection = mailer.Connect();
        return await connection.ReadyAsync(cancellationToken) is { } fault ? new MailResult(MailOutcome.Barred, fault.Reason) : await connection.SendAsync(message, cancellationToken);
    }

    public async Task PauseAsync(string week, CancellationToken cancellationToken)
    {
        if (await IdAsync(week, cancellationToken) is { } id)
            await states.PauseAsync(id, IssueStates.PausedByHand, cancellationToken);
    }

    public async Task ResumeAsync(string week, CancellationToken cancellationToken)
    {
        if (await IdAsync(week, cancellationToken) is { } id && await states.ResumeAsync(id, cancellationToken) > 0)
            jobs.Enqueue<SendIssueJob>(job => job.RunAsync(id, CancellationToken.None));
    }

    /// <returns>How many failed mails wait again.</returns>
    public async Task<int> TryFailedAgainAsync(string week, CancellationToken cancellationToken)
    {
        if (await IdAsync(week, cancellationToken) is not { } id)
            return 0;
        var again = await states.TryFailedAgainAsync(id, cancellationToken);
        if (again > 0)
            jobs.Enqueue<SendIssueJob>(job => job.RunAsync(id, CancellationToken.None));
        return again;
    }

    /// <summary>Composes and sends a week by hand; a week that is there goes on where it stopped.</summary>
    public async Task SendAsync(DateOnly monday, CancellationToken cancellationToken)
    {
        var issue = await compose.RunAsync(monday, cancellationToken);
        if (issue.State is IssueState.Composed or IssueState.Sending)
            jobs.Enqueue<SendIssueJob>(job => job.RunAsync(issue.Id, CancellationToken.None));
    }

    private Task<int?> IdAsync(string week, CancellationToken cancellationToken) => db.Set<DigestIssue>().Where(i => i.Week == week).Select(i => (int?)i.Id).SingleOrDefaultAsync(cancellationToken);
}
