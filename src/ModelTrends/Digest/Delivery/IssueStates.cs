using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Digest.Delivery;

/// <summary>Begins, pauses, resumes and ends an issue. Done is final unless somebody asks for the failed mails again.</summary>
public sealed class IssueStates(IServiceScopeFactory scopes, DeliveryLedger ledger, Mailer mailer, TimeProvider clock)
{
    public const string PausedByHand = "paused by an administrator";

    /// <summary>Enlists who is confirmed, also when an earlier start was stopped before it had; a paused issue stays paused.</summary>
    /// <returns>The issue as it is now.</returns>
    public async Task<DigestIssue> BeginAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        await db.Set<DigestIssue>().Where(i => i.Id == issueId && i.State == IssueState.Composed).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, IssueState.Sending), cancellationToken);
        var issue = await db.Set<DigestIssue>().AsNoTracking().SingleAsync(i => i.Id == issueId, cancellationToken);
        // Who subscribes after an issue is done gets the next one.
        if (issue.State == IssueState.Sending)
            await ledger.EnlistAsync(issue, mailer.From.Domain, cancellationToken);
        return issue;
    }

    public Task<int> PauseAsync(int issueId, string reason, CancellationToken cancellationToken) => ChangeAsync(issueId, [IssueState.Composed, IssueState.Sending], IssueState.Paused, reason, cancellationToken);

    /// <returns>1 when it was paused.</returns>
    public Task<int> ResumeAsync(int issueId, CancellationToken cancellationToken) => ChangeAsync(issueId, [IssueState.Paused], IssueState.Sending, null, cancellationToken);

    public async Task<int> TryFailedAgainAsync(int issueId, CancellationToken cancellationToken)
    {
        var again = await ledger.TryFailedAgainAsync(issueId, cancellationToken);
        if (again > 0)
            await ChangeAsync(issueId, [IssueState.Paused, IssueState.Done], IssueState.Sending, null, cancellationToken);
        return again;
    }

    public async Task<bool> IsPausedAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<DigestIssue>().AnyAsync(i => i.Id == issueId && i.State == IssueState.Paused, cancellationToken);
    }

    public async Task EndAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<DigestIssue>().Where(i => i.Id == issueId && i.State == IssueState.Sending)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, IssueState.Done).SetProperty(i => i.DoneAt, clock.GetUtcNow()), cancellationToken);
    }

    private async Task<int> ChangeAsync(int issueId, IssueState[] from, IssueState to, string? reason, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<DigestIssue>().Where(i => i.Id == issueId && from.Contains(i.State))
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, to).SetProperty(i => i.PauseReason, reason), cancellationToken);
    }
}
