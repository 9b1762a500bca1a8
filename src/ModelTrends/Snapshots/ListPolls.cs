using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Snapshots;

/// <summary>Every poll, the latest first, also the failed ones with their reason.</summary>
public sealed class ListPolls(ModelTrendsDb db)
{
    private const int MostPolls = 1000;

    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("scope", "Only polls of one scope.", ["hub", "labs", "trending"]),
        new("from", "First day, inclusive.", Format: "date"),
        new("to", "Last day, inclusive.", Format: "date"),
        new("top", $"At most this many, the latest; 1 to {MostPolls}.", Default: "200", Format: "integer"),
    ];

    public sealed record Query(PollScope? Scope, DateOnly? From, DateOnly? To, int Top);

    public sealed record Row(
        int Id, PollScope Scope, DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Models, int Pages, int Requests, int SkippedRows,
        SetState State, SetQuality Quality, string? Error, DateTimeOffset? NextAttemptAt);

    public sealed record Response(Meta Meta, IReadOnlyList<Row> Polls) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["id", "scope", "day", "started_at", "finished_at", "models", "pages", "requests", "skipped_rows", "state", "quality", "error", "next_attempt_at"],
            Polls.Select(row => (IReadOnlyList<object?>)[row.Id, row.Scope, row.Day, row.StartedAt, row.FinishedAt, row.Models, row.Pages, row.Requests, row.SkippedRows, row.State, row.Quality, row.Error, row.NextAttemptAt]));
    }

    public static Query Read(QueryReader reader)
    {
        var scope = reader.Choice("scope", PollScope.Archive);
        if (scope == PollScope.Archive && reader.Text("scope") is "archive")
            reader.Fail("scope", "'archive' is not one of hub, labs, trending.", ["hub", "labs", "trending"]);
        var query = new Query(scope == PollScope.Archive ? null : scope, reader.Day("from"), reader.Day("to"), reader.Number("top", 200, 1, MostPolls));
        if (query.From > query.To) reader.Fail("from", $"{query.From:yyyy-MM-dd} is after to={query.To:yyyy-MM-dd}.");
        return query;
    }

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken)
    {
        var rows = await db.Set<ObservationSet>().AsNoTracking()
            .Where(set => set.Scope != PollScope.Archive
                && (query.Scope == null || set.Scope == query.Scope)
                && (query.From == null || set.Day >= query.From) && (query.To == null || set.Day <= query.To))
            .OrderByDescending(set => set.StartedAt).ThenByDescending(set => set.Id)
            .Take(query.Top)
            .Select(set => new Row(set.Id, set.Scope, set.Day, set.StartedAt, set.FinishedAt, set.Models, set.Pages, set.Requests, set.SkippedRows, set.State, set.Quality, set.Error, set.NextAttemptAt))
            .ToListAsync(cancellationToken);
        return new Response(Meta.Listing("polls", "polls", notes: rows.Count == 0 ? ["There was no such poll."] : []) with { From = query.From, To = query.To }, rows);
    }
}
