using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Subscriptions;

namespace ModelTrends.Digest.Delivery;

/// <summary>
/// Sends an issue until every recipient has a final state or the issue is paused. Several workers may send the same issue; killed at any
/// point and started again, it goes on. What remains: a mail that the server took in the moment a worker died, before the ledger knew, is sent
/// once more, with the same Message-ID.
/// </summary>
public sealed class SendDigest(IServiceScopeFactory scopes, IssueStates states, DeliveryLedger ledger, DigestMessage messages, Mailer mailer, TimeProvider clock)
{
    /// <summary>Mails claimed at once by a connection: seconds of work, so that a dead worker holds back little.</summary>
    private const int Batch = 20;

    /// <summary>Answers between two reports of progress.</summary>
    private const int ReportEvery = 500;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    /// <summary>With an hourly limit, room comes mail by mail; asking more often only keeps the database busy.</summary>
    private static readonly TimeSpan HourlySleep = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(200);

    public async Task<DeliveryLedger.Progress> RunAsync(int issueId, Action<DeliveryLedger.Progress>? report, CancellationToken cancellationToken)
    {
        var issue = await states.BeginAsync(issueId, cancellationToken);
        if (issue.State != IssueState.Sending)
            return await ledger.ProgressAsync(issueId, cancellationToken);
        var texts = await TextsAsync(issueId, cancellationToken);
        await using var run = new SendRun(mailer.Options, clock);
        while (true)
        {
            await Task.WhenAll(Enumerable.Range(0, mailer.Options.Connections).Select(_ => SendSomeAsync(issue, texts, run, report, cancellationToken)));
            var progress = await ledger.ProgressAsync(issueId, cancellationToken) with { Trouble = run.Trouble };
            report?.Invoke(progress);
            if (run.Stop is { } reason)
                await states.PauseAsync(issueId, reason, cancellationToken);
            else if (progress.Waiting == 0)
                await states.EndAsync(issueId, cancellationToken);
            if (run.Stop is not null || progress.Waiting == 0 || await states.IsPausedAsync(issueId, cancellationToken))
                return progress;
            await Task.Delay(Sleep(run, progress), clock, cancellationToken);
        }
    }

    private async Task<Dictionary<string, PersonalText>> TextsAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<DigestText>().AsNoTracking().Where(t => t.IssueId == issueId)
            .ToDictionaryAsync(t => t.Lang, t => new PersonalText(t), StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>What is left waits for its next attempt, for another worker's lease to end, or for the server to come back.</summary>
    private TimeSpan Sleep(SendRun run, DeliveryLedger.Progress progress)
    {
        if (run.Trouble is not null)
            return run.WaitForServer();
        var shortest = mailer.Options.PerHour is null ? ShortestSleep : HourlySleep;
        var wait = (progress.Next ?? clock.GetUtcNow()) - clock.GetUtcNow();
        return wait < shortest ? shortest : wait > LongestSleep ? LongestSleep : wait;
    }

    private async Task SendSomeAsync(DigestIssue issue, Dictionary<string, PersonalText> texts, SendRun run, Action<DeliveryLedger.Progress>? report, CancellationToken cancellationToken)
    {
        await using var connection = mailer.Connect();
        while (run.Stop is null && await IsReadyAsync(connection, run, cancellationToken))
        {
            var claims = await ledger.ClaimAsync(issue.Id, Batch, mailer.Options.Lease, mailer.Options.PerHour, cancellationToken);
            if (claims.Count == 0)
                return;
            var begun = 0;
            try
            {
                for (; begun < claims.Count && run.Stop is null && await IsReadyAsync(connection, run, cancellationToken); begun++)
                {
                    using var turn = await run.TurnAsync(cancellationToken);
                    if (!await SendOneAsync(connection, issue, texts, claims[begun], run, cancellationToken) && await states.IsPausedAsync(issue.Id, cancellationToken))
                        return;
                }
            }
            finally
            {
                // Paused or stopped: the others need not wait for the claims to run out.
                if (begun < claims.Count)
                    await ledger.ReleaseAsync(issue.Id, [.. claims.Skip(begun).Select(claim => claim.SubscriberId)], CancellationToken.None);
            }

            if (report is not null && run.Answered % ReportEvery < Batch)
                report(await ledger.ProgressAsync(issue.Id, cancellationToken));
        }
    }

    private static async Task<bool> IsReadyAsync(IMailConnection connection, SendRun run, CancellationToken cancellationToken)
    {
        var fault = await connection.ReadyAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (fault is null)
            run.Reached();
        else
            run.NotReached(fault);
        return fault is null;
    }

    /// <returns>False when the mail is not to be sent now.</returns>
    private async Task<bool> SendOneAsync(IMailConnection connection, DigestIssue issue, Dictionary<string, PersonalText> texts, DeliveryLedger.Claim claim, SendRun run, CancellationToken cancellationToken)
    {
        if (!claim.StillWanted)
        {
            await ledger.MarkAsync(issue.Id, claim, DeliveryState.Cancelled, "no longer subscribed", null, counts: true, cancellationToken);
            return true;
        }

        var token = Tokens.New(out var hash);
        if (await ledger.BeginAsync(issue.Id, claim.SubscriberId, hash, Tokens.ManageLasts, mailer.Options.Lease, cancellationToken) is not { } attempt)
            return false;
        using var message = messages.Create(issue, texts.GetValueOrDefault(claim.Lang) ?? texts["en"], new DigestMessage.Recipient(claim.Email, claim.Countries, claim.Families), claim.MessageId, token);
        // From here to the mark nothing stops: a mail taken in and not marked would be sent again. The conversation ends before the claim does.
        using var end = new CancellationTokenSource(mailer.Options.Lease * 0.75);
        var result = await connection.SendAsync(message, end.Token);
        run.Answer(result);
        var (state, next) = result.Outcome switch
        {
            MailOutcome.Accepted => (DeliveryState.Sent, (DateTimeOffset?)null),
            MailOutcome.Barred => (DeliveryState.Waiting, clock.GetUtcNow()),
            MailOutcome.Temporary when attempt < mailer.Options.Attempts => (DeliveryState.Waiting, clock.GetUtcNow() + Wait(attempt)),
            _ => (DeliveryState.Failed, null),
        };
        await ledger.MarkAsync(issue.Id, claim, state, result.Answer, next, counts: result.Outcome != MailOutcome.Barred, CancellationToken.None);
        if (result.Outcome == MailOutcome.Refused)
            await SuppressAsync(claim.SubscriberId, CancellationToken.None);
        return true;
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
}
