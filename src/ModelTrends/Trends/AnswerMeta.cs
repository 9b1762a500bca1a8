using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Trends;

/// <summary>The <see cref="Meta"/> of an answer over observations.</summary>
internal static class AnswerMeta
{
    private const string WhatADownloadIs =
        "Downloads are GET and HEAD requests to a repository's query files: not users, not deduplicated; mirrors and API use are not included. The origin of a model says nothing about where its users are.";

    /// <param name="unknownShare">Of the whole answer, not attributed to any lab; null where nothing was counted.</param>
    public static Meta Of(
        Selection selection, Measure measure, TrendSource? source, Registry registry, decimal? unknownShare, IReadOnlyList<string> notes, string? name = null, string? unit = null)
    {
        var all = new List<string>(notes);
        if (source is { Coverage: not CoverageKind.Complete })
            all.Add(source.CoverageNote is { Length: > 0 } note ? $"Coverage of {source.Key}: {note}" : $"{source.Key} is a {Names.Of(source.Coverage)} of models, not the whole Hub.");
        if (measure is Measure.Downloads or Measure.Downloads30d or Measure.DownloadsAllTime)
            all.Add(WhatADownloadIs);
        if (selection.AsOf is not null)
            all.Add("Attribution as it was recorded then.");
        return new Meta(
            name ?? Names.Of(measure), unit ?? measure.Unit(), Names.Of(selection.Lens), Names.Of(selection.Population), selection.Filters(), Names.Of(selection.Interval),
            selection.From ?? source?.FirstDay, selection.To ?? source?.LastDay, source?.DerivedAt, source?.LastDay, Meta.CurrentMethodology, selection.AsOf is { } then ? registry.VersionAt(then)?.Version : registry.Version,
            source is null ? [] : [source.Key], new Coverage(unknownShare is null ? null : 1 - unknownShare, unknownShare, source is null ? null : Names.Of(source.Coverage)), all);
    }
}
