using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Delivery;

/// <summary>
/// Sends an issue until every recipient has a final state. Several workers may send the same issue; killed at any point and started
/// again, it goes on. What remains: a mail that the server took in the moment a worker died, before the ledger knew, is sent once more, with
/// the same Message-ID.
/// </summary>
public sealed class SendDigest(IServiceScopeFactory scopes, DeliveryLedger ledger, DigestMessage messages, Mailer mailer, TimeProvider clock)
{
    /// <summary>Mails claimed at once by a connection: seconds of work, so that a dead worker holds back little.</summary>
    private const int Batch = 20;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    public async Task<DeliveryLedger.Progress> RunAsync(int issueId, Action<DeliveryLedger.Progress>? report, CancellationToken cancellationToken)
    {
        var (issue, texts) = await BeginAsync(issueId, cancellationToken);
        await using var perSecond = Limiter(mailer.Options.PerSecond, TimeSpan.FromSeconds(1));
        await using var perHour = Limiter(mailer.Options.PerHour, TimeSpan.FromHours(1));
        while (true)
        {
            var counts = new Counts();
            await Task.WhenAll(Enumerable.Range(0, mailer.Options.Connections).Select(_ => SendSomeAsync(issue, texts, counts, perSecond, perHour, report, cancellationToken)));
            var progress = await ledger.ProgressAsync(issue.Id, cancellationToken);
            report?.Invoke(progress);
            if (counts.Paused || progress.Waiting == 0)
            {
                await EndAsync(issue.Id, counts.Paused, cancellationToken);
                return progress;
            }

            // What is left waits for its next attempt, or for another worker's lease to end.
            var wait = (progress.Next ?? clock.GetUtcNow()) - clock.GetUtcNow();
            await Task.Delay(wait < TimeSpan.FromMilliseconds(200) ? TimeSpan.FromMilliseconds(200) : wait > TimeSpan.FromSeconds(30) ? TimeSpan.FromSeconds(30) : wait, clock, cancellationToken);
        }
    }

    private async Task<(DigestIssue, Dictionary<string, PersonalText>)> BeginAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        var issue = await db.Set<DigestIssue>().SingleAsync(i => i.Id == issueId, cancellationToken);
        // An issue that is done is not opened again: who subscribes later gets the next one.
        if (issue.State != IssueState.Done)
        {
            if (issue.State == IssueState.Composed)
                await ledger.EnlistAsync(issue, mailer.From.Domain, cancellationToken);
            issue.State = IssueState.Sending;
            issue.PauseReason = null;
            await db.SaveChangesAsync(cancellationToken);
        }

        return (issue, await db.Set<DigestText>().AsNoTracking().Where(t => t.IssueId == issueId).ToDictionaryAsync(t => t.Lang, t => new PersonalText(t), StringComparer.Ordinal, cancellationToken));
    }

    private async Task SendSomeAsync(
        DigestIssue issue, Dictionary<string, PersonalText> texts, Counts counts, RateLimiter perSecond, RateLimiter perHour, Action<DeliveryLedger.Progress>? report, CancellationToken cancellationToken)
    {
        await using var connection = mailer.Connect();
        while (!counts.Paused)
        {
            var claims = await ledger.ClaimAsync(issue.Id, Batch, mailer.Options.Lease, cancellationToken);
            if (claims.Count == 0)
                return;
            if (await IsPausedAsync(issue.Id, cancellationToken))
                counts.Paused = true;
            var begun = 0;
            try
            {
                for (; begun < claims.Count && !counts.Paused; begun++)
                {
                    using var second = await perSecond.AcquireAsync(1, cancellationToken);
                    using var hour = await perHour.AcquireAsync(1, cancellationToken);
                    await SendOneAsync(connection, issue, texts, claims[begun], counts, cancellationToken);
                }
            }
            finally
            {
                // Paused or stopped: the others need not wait for the claims to run out.
                if (begun < claims.Count)
                    await ledger.ReleaseAsync(issue.Id, [.. claims.Skip(begun).Select(claim => claim.SubscriberId)], CancellationToken.None);
            }

            if (report is not null && counts.Answered % 500 < Batch)
                report(await ledger.ProgressAsync(issue.Id, cancellationToken));
        }
    }

    private async Task SendOneAsync(IMailConnection connection, DigestIssue issue, Dictionary<string, PersonalText> texts, DeliveryLedger.Claim claim, Counts counts, CancellationToken cancellationToken)
    {
        if (!claim.StillWanted)
        {
            await ledger.MarkAsync(issue.Id, claim.SubscriberId, DeliveryState.Cancelled, "no longer subscribed", null, cancellationToken);
            return;
        }

        var token = Tokens.New(out var hash);
        if (await ledger.BeginAsync(issue.Id, claim.SubscriberId, hash, Tokens.ManageLasts, mailer.Options.Lease, cancellationToken) is not { } attempt)
            return;
        using var message = messages.Create(issue, texts.GetValueOrDefault(claim.Lang) ?? texts["en"], new DigestMessage.Recipient(claim.Email, claim.Countries, claim.Families), claim.MessageId, token);
        // From here to the mark nothing stops: a mail taken in and not marked would be sent again. The conversation ends before the claim does.
        using var end = new CancellationTokenSource(mailer.Options.Lease * 0.75);
        var result = await connection.SendAsync(message, end.Token);
        counts.Add(result.Outcome, mailer.Options);
        var (state, next) = result.Outcome switch
        {
            MailOutcome.Accepted => (DeliveryState.Sent, (DateTimeOffset?)null),
            MailOutcome.Temporary when attempt < mailer.Options.Attempts => (DeliveryState.Waiting, clock.GetUtcNow() + Wait(attempt)),
            _ => (DeliveryState.Failed, null),
        };
        await ledger.MarkAsync(issue.Id, claim.SubscriberId, state, result.Answer, next, CancellationToken.None);
        if (result.Outcome == MailOutcome.Refused)
            await SuppressAsync(claim.SubscriberId, CancellationToken.None);
    }

    private TimeSpan Wait(int attempts)
    {
        var wait = mailer.Options.FirstWait * Math.Pow(2, Math.Min(attempts - 1, 20));
        return wait < LongestWait ? wait : LongestWait;
    }

    private async Task SuppressAsync(int subscriberId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<Subscriber>().Where(s => s.Id == subscriberId)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SubscriberState.Suppressed), cancellationToken);
    }

    private async Task<bool> IsPausedAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<DigestIssue>().AnyAsync(i => i.Id == issueId && i.State == IssueState.Paused, cancellationToken);
    }

    private async Task EndAsync(int issueId, bool paused, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var issues = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<DigestIssue>().Where(i => i.Id == issueId && i.State != IssueState.Done);
        if (paused)
            await issues.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, IssueState.Paused).SetProperty(i => i.PauseReason, i => i.PauseReason ?? "too many mails were refused"), cancellationToken);
        else
            await issues.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, IssueState.Done).SetProperty(i => i.DoneAt, clock.GetUtcNow()), cancellationToken);
    }

    private static TokenBucketRateLimiter Limiter(int permits, TimeSpan period) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = permits, TokensPerPeriod = permits, ReplenishmentPeriod = period, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Answers of this run; too many refusals for good stop it before the sender's name is ruined.</summary>
    private sealed class Counts
    {
        private int _answered;
        private int _refused;

        public bool Paused { get; set; }

        public int Answered => _answered;

        public void Add(MailOutcome outcome, SmtpOptions options)
        {
            var answered = Interlocked.Increment(ref _answered);
            var refused = outcome == MailOutcome.Refused ? Interlocked.Increment(ref _refused) : _refused;
            if (answered >= options.PauseAfter && refused > options.PauseShare * answered)
                Paused = true;
        }
    }
}
