using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Archive;

/// <summary>Where the numbers come from: every live and archive source with its licence, credit, days and coverage.</summary>
public sealed class ListSources(ModelTrendsDb db)
{
    public sealed record Query;

    /// <param name="Models">Different models on any day.</param>
    /// <param name="Coverage">complete (the whole Hub), list (top N of some order) or sample.</param>
    public sealed record Row(string Key, string Title, string? Licence, string? Credit, string? Url, CoverageKind Coverage, string? CoverageNote, DateOnly? From, DateOnly? To, int Days, int Models, int Sets, int PartialSets, int LargestSet);

    public sealed record Response(Meta Meta, IReadOnlyList<Row> Sources) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["key", "title", "licence", "credit", "url", "coverage", "coverage_note", "from", "to", "days", "models", "sets", "partial_sets", "largest_set"],
            Sources.Select(row => (IReadOnlyList<object?>)[row.Key, row.Title, row.Licence, row.Credit, row.Url, row.Coverage, row.CoverageNote, row.From, row.To, row.Days, row.Models, row.Sets, row.PartialSets, row.LargestSet]));
    }

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken)
    {
        _ = query;
        var sets = db.Set<ObservationSet>().Where(set => set.State == SetState.Complete);
        var rows = await db.Set<Source>().OrderBy(source => source.Key).Select(source => new
        {
            source,
            From = sets.Where(set => set.SourceId == source.Id).Min(set => (DateOnly?)set.Day),
            To = sets.Where(set => set.SourceId == source.Id).Max(set => (DateOnly?)set.Day),
            Days = sets.Where(set => set.SourceId == source.Id).Select(set => set.Day).Distinct().Count(),
            Sets = sets.Count(set => set.SourceId == source.Id),
            Partial = sets.Count(set => set.SourceId == source.Id && set.Quality == SetQuality.Partial),
            Largest = sets.Where(set => set.SourceId == source.Id).Max(set => (int?)set.Models) ?? 0,
        }).ToListAsync(cancellationToken);
        return new Response(
            Meta.Listing("sources", "sources"),
            [.. rows.Select(row => new Row(row.source.Key, row.source.Title, row.source.Licence, row.source.Credit, row.source.Url, row.source.Coverage, row.source.CoverageNote, row.From, row.To, row.Days, row.source.Models, row.Sets, row.Partial, row.Largest))]);
    }
}
