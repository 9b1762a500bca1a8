namespace ModelTrends.Archive;

/// <summary>One model on one day as an archive tells it; null where it says nothing.</summary>
public sealed record ArchiveRow(
    DateOnly Day,
    string ModelName,
    string? HubId,
    long? Downloads30d,
    long? DownloadsAllTime,
    int? Likes,
    int? TrendingRank,
    double? TrendingScore,
    string? PipelineTag,
    string? LibraryName,
    DateTimeOffset? CreatedAt,
    string? BaseRelation,
    string[] BaseNames,
    long? Parameters);

/// <summary>A row that was not taken, and why.</summary>
/// <param name="Number">From 1, the header not counted.</param>
public sealed record RowFault(long Number, string Reason);
