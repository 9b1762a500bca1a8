using System.Text.Json.Serialization;

namespace ModelTrends.Domain.Trends;

/// <summary>Which models are counted; the four that published answers use.</summary>
public enum Population
{
    All,
    /// <summary>text-generation, image-text-to-text, any-to-any.</summary>
    Language,
    /// <summary>First-party language models after November 2022 with 1,000 downloads; comparable with the ATOM project.</summary>
    Mainline,
    /// <summary>All models, counting only what happened within 365 days of release; comparable with Economies of Open Intelligence.</summary>
    [JsonStringEnumMemberName("first-year")]
    FirstYear,
}

public enum TaskGroup : short { Unknown, Language, Embedding, Text, Image, Video, Audio, Vision, Multimodal, Other }

/// <summary>Total parameters, not active ones.</summary>
public enum SizeClass : short
{
    Unknown,
    [JsonStringEnumMemberName("<1B")] Below1B,
    [JsonStringEnumMemberName("1-5B")] From1B,
    [JsonStringEnumMemberName("5-10B")] From5B,
    [JsonStringEnumMemberName("10-50B")] From10B,
    [JsonStringEnumMemberName("50-100B")] From50B,
    [JsonStringEnumMemberName("100-250B")] From100B,
    [JsonStringEnumMemberName(">=250B")] From250B,
}

/// <summary>To the declared base. Original: none declared.</summary>
public enum Relation : short { Original, Finetune, Adapter, Merge, Quantized }

[Flags]
public enum TraitFlags
{
    None = 0,
    /// <summary>A test repository, fetched by continuous integration rather than by people.</summary>
    CiSuspect = 1,
    /// <summary>Mainline as far as the model alone can tell; lineage and downloads decide the rest.</summary>
    MainlineCandidate = 2,
    Mainline = 4,
    /// <summary>At most 365 days after release on the day counted.</summary>
    FirstYear = 8,
}
