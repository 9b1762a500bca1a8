using System.Text.RegularExpressions;

namespace ModelTrends.Domain.Trends;

/// <summary>What of a model decides in which populations it counts. Derived from the model's own fields alone.</summary>
/// <param name="Released">The day it was released, corrected where the Hub's creation date is known to be wrong; null: not known.</param>
/// <param name="Vintage">Year of release, 0 where not known.</param>
public sealed partial record Traits(TaskGroup TaskGroup, SizeClass SizeClass, Relation Relation, short Vintage, TraitFlags Flags, DateOnly? Released)
{
    /// <summary>Whether name and release allow the model to be mainline; its task and relation, which can change over time, decide then.</summary>
    public bool MayBeMainline { get; private init; }

    /// <summary>Raised with every change of a rule below, so that stored traits are derived again.</summary>
    public const short RulesVersion = 1;

    /// <summary>The Hub stored no dates before this one: it means "earlier".</summary>
    public static readonly DateOnly FirstStoredDay = new(2022, 3, 2);

    /// <summary>ChatGPT's release; the ATOM project counts models created after it.</summary>
    private static readonly DateOnly MainlineSince = new(2022, 11, 30);

    public static Traits Of(string name, string? pipelineTag, long? parameters, string? relation, DateOnly? created, DateOnly? correctedRelease)
    {
        var released = correctedRelease ?? (created > FirstStoredDay ? created : null);
        var group = GroupOf(pipelineTag);
        var kind = RelationOf(relation);
        var flags = TraitFlags.None;
        if (IsCiSuspect(name)) flags |= TraitFlags.CiSuspect;
        var mayBe = released > MainlineSince && !Variant().IsMatch(Repository(name)) && !flags.HasFlag(TraitFlags.CiSuspect);
        if (mayBe && group == TaskGroup.Language && kind is Relation.Original or Relation.Finetune)
            flags |= TraitFlags.MainlineCandidate;
        return new Traits(group, SizeOf(parameters), kind, (short)(released?.Year ?? 0), flags, released) { MayBeMainline = mayBe };
    }

    public static bool IsCiSuspect(string name) => TestRepository().IsMatch(name);

    public static SizeClass SizeOf(long? parameters) => parameters switch
    {
        null or <= 0 => SizeClass.Unknown,
        < 1_000_000_000 => SizeClass.Below1B,
        < 5_000_000_000 => SizeClass.From1B,
        < 10_000_000_000 => SizeClass.From5B,
        < 50_000_000_000 => SizeClass.From10B,
        < 100_000_000_000 => SizeClass.From50B,
        < 250_000_000_000 => SizeClass.From100B,
        _ => SizeClass.From250B,
    };

    public static Relation RelationOf(string? relation) => relation?.ToLowerInvariant() switch
    {
        "finetune" => Relation.Finetune,
        "adapter" => Relation.Adapter,
        "merge" => Relation.Merge,
        "quantized" => Relation.Quantized,
        _ => Relation.Original,
    };

    public static TaskGroup GroupOf(string? pipelineTag) => pipelineTag switch
    {
        null or "" => TaskGroup.Unknown,
        "text-generation" or "image-text-to-text" or "any-to-any" => TaskGroup.Language,
        "feature-extraction" or "sentence-similarity" or "text-ranking" or "image-feature-extraction" or "visual-document-retrieval" => TaskGroup.Embedding,
        "text-to-image" or "image-to-image" or "unconditional-image-generation" or "text-to-3d" or "image-to-3d" => TaskGroup.Image,
        "text-to-video" or "image-to-video" or "video-to-video" or "image-text-to-video" => TaskGroup.Video,
        "automatic-speech-recognition" or "text-to-speech" or "text-to-audio" or "audio-to-audio" or "audio-classification" or "voice-activity-detection" => TaskGroup.Audio,
        "image-classification" or "object-detection" or "image-segmentation" or "depth-estimation" or "zero-shot-image-classification" or "zero-shot-object-detection"
            or "mask-generation" or "keypoint-detection" or "video-classification" => TaskGroup.Vision,
        "image-to-text" or "visual-question-answering" or "document-question-answering" or "video-text-to-text" or "audio-text-to-text" or "image-text-to-image" => TaskGroup.Multimodal,
        "fill-mask" or "text-classification" or "token-classification" or "question-answering" or "translation" or "summarization" or "text2text-generation"
            or "zero-shot-classification" or "table-question-answering" or "conversational" => TaskGroup.Text,
        _ => TaskGroup.Other,
    };

    private static string Repository(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex(@"(^|/)[^/]*internal-testing/|(^|[/_.-])(tiny-random|dummy|random-tiny|test-tiny)([_.-]|$)|/tiny-[A-Za-z0-9]+(For|Model|LMHead)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TestRepository();

    [GeneratedRegex(@"(^|[_.-])(guard|shieldgemma|reward|rm|prm|embed|embedding|embeddings|reranker|tokenizer|draft|eagle|eagle3|speculator|test|dummy|tiny)([_.-]|\d|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variant();
}
