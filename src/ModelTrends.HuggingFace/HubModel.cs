namespace ModelTrends.HuggingFace;

/// <summary>One row as the Hub answered it. Every value but the first two can be absent.</summary>
public sealed class HubModel
{
    /// <summary>The Hub's <c>_id</c>: 24 lower-case hex digits, the first eight being the second of creation.</summary>
    public required string Id { get; init; }

    /// <summary>owner/name; old repositories have no owner.</summary>
    public required string Name { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Rolling 30 days.</summary>
    public long? Downloads { get; init; }

    /// <summary>Cumulative; passes 2^31, and can fall.</summary>
    public long? DownloadsAllTime { get; init; }

    public int? Likes { get; init; }

    /// <summary>Can be fractional.</summary>
    public double? TrendingScore { get; init; }

    /// <summary>Place in the trending list, from 1; only where that list was asked for.</summary>
    public int? TrendingRank { get; set; }

    public string? PipelineTag { get; init; }

    public string? LibraryName { get; init; }

    /// <summary>safetensors.total, else gguf.total.</summary>
    public long? Parameters { get; init; }

    /// <summary>finetune, adapter, merge or quantized.</summary>
    public string? BaseRelation { get; init; }

    public string[] BaseNames { get; init; } = [];

    /// <summary>As long as <see cref="BaseNames"/>, or empty where an id is not told.</summary>
    public string[] BaseIds { get; init; } = [];

    public Gate Gate { get; init; }

    public bool Disabled { get; init; }
}

/// <summary>The Hub says <c>false</c>, <c>"auto"</c> or <c>"manual"</c>; only files are gated, never counts.</summary>
public enum Gate { Unknown, Open, Auto, Manual }

/// <summary>A row that was skipped. <paramref name="Index"/> counts from 0 in its page.</summary>
public sealed record RowFault(int Index, string? Id, string Reason);
