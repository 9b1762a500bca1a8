namespace ModelTrends.Archive;

/// <summary>The columns an archive can have, in the order every reader hands them on.</summary>
public enum ArchiveColumn
{
    Day, ModelId, HubId, Downloads30d, DownloadsAllTime, Likes, TrendingRank, TrendingScore,
    PipelineTag, LibraryName, CreatedAt, Tags, BaseModels, BaseRelation, Parameters,
}

/// <summary>How archives spell the columns: ours first, then the Hub's own names and those of known archives.</summary>
public static class ArchiveColumns
{
    public const int Count = (int)ArchiveColumn.Parameters + 1;

    private static readonly Dictionary<string, ArchiveColumn> Spellings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["day"] = ArchiveColumn.Day, ["date"] = ArchiveColumn.Day,
        ["model_id"] = ArchiveColumn.ModelId, ["id"] = ArchiveColumn.ModelId,
        ["hub_id"] = ArchiveColumn.HubId, ["_id"] = ArchiveColumn.HubId,
        ["downloads_30d"] = ArchiveColumn.Downloads30d, ["downloads"] = ArchiveColumn.Downloads30d, ["dl30"] = ArchiveColumn.Downloads30d,
        ["downloads_all_time"] = ArchiveColumn.DownloadsAllTime, ["downloadsAllTime"] = ArchiveColumn.DownloadsAllTime, ["dl_all"] = ArchiveColumn.DownloadsAllTime,
        ["likes"] = ArchiveColumn.Likes,
        ["trending_rank"] = ArchiveColumn.TrendingRank,
        ["trending_score"] = ArchiveColumn.TrendingScore, ["trendingScore"] = ArchiveColumn.TrendingScore,
        ["pipeline_tag"] = ArchiveColumn.PipelineTag,
        ["library_name"] = ArchiveColumn.LibraryName,
        ["created_at"] = ArchiveColumn.CreatedAt, ["createdAt"] = ArchiveColumn.CreatedAt,
        ["tags"] = ArchiveColumn.Tags,
        ["base_models"] = ArchiveColumn.BaseModels, ["baseModels"] = ArchiveColumn.BaseModels,
        ["base_relation"] = ArchiveColumn.BaseRelation,
        ["parameters"] = ArchiveColumn.Parameters, ["safetensors"] = ArchiveColumn.Parameters,
    };

    public static ArchiveColumn? Find(string spelling) => Spellings.TryGetValue(spelling.Trim(), out var column) ? column : null;

    /// <summary>The name of contract and messages: <c>downloads_30d</c>.</summary>
    public static string Name(ArchiveColumn column) => Spellings.First(pair => pair.Value == column).Key;
}
