namespace ModelTrends.HuggingFace;

/// <summary>
/// What is asked of the Hub with <c>expand</c>: the fields kept and no others, about 350 bytes a row. <c>gguf</c> brings a chat template of a
/// kilobyte or more for each GGUF repository; it is asked for all the same, because such repositories tell their size nowhere else.
/// </summary>
internal static class HubFields
{
    public static readonly string[] List =
        ["createdAt", "downloads", "downloadsAllTime", "likes", "trendingScore", "pipeline_tag", "library_name", "baseModels", "safetensors", "gguf"];

    public static readonly string[] Detail = [.. List, "gated", "disabled", "private"];
}
