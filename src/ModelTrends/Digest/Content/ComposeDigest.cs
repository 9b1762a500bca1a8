using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Languages;
using Npgsql;

namespace ModelTrends.Digest.Content;

/// <summary>Composes a week's issue once, in every language; composed again, it is the issue that is there.</summary>
public sealed class ComposeDigest(ModelTrendsDb db, NpgsqlDataSource dataSource, ReadDigestContent content, RenderDigest render, DigestCharts charts, TimeProvider clock)
{
    /// <summary>The number is arbitrary and only has to stay the same between versions.</summary>
    private static readonly PostgresAdvisoryLockKey Key = new(7_205_759_431);

    /// <summary>As it would be sent now; nothing is stored, so charts are linked as they are instead of frozen.</summary>
    public Task<IReadOnlyList<DigestText>> PreviewAsync(DateOnly monday, CancellationToken cancellationToken) =>
        WriteAsync(monday, (numbers, language) => Task.FromResult(charts.Live(numbers, language)), cancellationToken);

    public async Task<DigestIssue> RunAsync(DateOnly monday, CancellationToken cancellationToken)
    {
        var week = ReadDigestContent.WeekName(monday);
        if (await FindAsync(week, cancellationToken) is { } there)
            return there;

        // Two workers that come at the same moment take turns: the second finds what the first has composed.
        await using var turn = await new PostgresDistributedLock(Key, dataSource).AcquireAsync(cancellationToken: cancellationToken);
        if (await FindAsync(week, cancellationToken) is { } meanwhile)
            return meanwhile;
        var texts = await WriteAsync(monday, (numbers, language) => charts.FreezeAsync(numbers, language, cancellationToken), cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var issue = new DigestIssue { Week = week, Monday = monday, State = IssueState.Composed, ComposedAt = clock.GetUtcNow() };
        db.Add(issue);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var text in texts)
            text.IssueId = issue.Id;
        db.AddRange(texts);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return issue;
    }

    private async Task<IReadOnlyList<DigestText>> WriteAsync(DateOnly monday, Func<DigestContent, Language, Task<DigestCharts.Links>> link, CancellationToken cancellationToken)
    {
        var numbers = await content.HandleAsync(monday, cancellationToken);
        var all = new List<DigestText>();
        foreach (var language in Language.All)
            all.Add(await render.HandleAsync(numbers, language, await charts.DrawAsync(numbers, language, cancellationToken), await link(numbers, language)));
        return all;
    }

    private Task<DigestIssue?> FindAsync(string week, CancellationToken cancellationToken) => db.Set<DigestIssue>().SingleOrDefaultAsync(issue => issue.Week == week, cancellationToken);
}
