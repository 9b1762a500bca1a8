using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Digest.Content;

/// <summary>Issues as they were composed, for the web archive and the feed.</summary>
public sealed class ListIssues(ModelTrendsDb db, WebIssue web)
{
    public sealed record Row(string Week, DateOnly Monday, DateTimeOffset ComposedAt, string Subject);

    public async Task<IReadOnlyList<Row>> AllAsync(string lang, CancellationToken cancellationToken) =>
        await (from issue in db.Set<DigestIssue>()
               join text in db.Set<DigestText>() on issue.Id equals text.IssueId
               where text.Lang == lang
               orderby issue.Monday descending
               select new Row(issue.Week, issue.Monday, issue.ComposedAt, text.Subject)).ToListAsync(cancellationToken);

    /// <returns>Null when there is no such issue.</returns>
    public async Task<string?> HtmlAsync(string week, string lang, CancellationToken cancellationToken)
    {
        var text = await (from issue in db.Set<DigestIssue>() join t in db.Set<DigestText>() on issue.Id equals t.IssueId where issue.Week == week && t.Lang == lang select t).SingleOrDefaultAsync(cancellationToken);
        return text is null ? null : web.Html(text, week);
    }
}
