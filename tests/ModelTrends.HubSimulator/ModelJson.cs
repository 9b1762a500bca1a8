using System.Globalization;
using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary>A model as the Hub writes it: differently by default, with <c>expand</c>, in lists and alone.</summary>
internal static class ModelJson
{
    public static readonly string[] ListFields =
        ["author", "baseModels", "cardData", "config", "createdAt", "disabled", "downloads", "downloadsAllTime", "evalResults", "gated", "inference", "inferenceProviderMapping",
         "lastModified", "library_name", "likes", "mask_token", "model-index", "pipeline_tag", "private", "safetensors", "sha", "siblings", "spaces", "tags", "transformersInfo",
         "trendingScore", "widgetData", "gguf", "resourceGroup", "xetEnabled"];

    public static readonly string[] DetailFields = [.. ListFields, "childrenModelCount", "usedStorage"];

    private static readonly string[] Default = ["likes", "trendingScore", "private", "downloads", "tags", "pipeline_tag", "library_name", "createdAt"];
    private static readonly string[] Full = ["author", "private", "disabled", "gated", "sha", "lastModified", .. Default, "siblings"];
    private static readonly string[] Detail = ["author", "private", "disabled", "gated", "sha", "lastModified", "createdAt", "pipeline_tag", "library_name", "tags", "downloads", "likes", "cardData", "config", "siblings", "spaces", "safetensors"];

    public static void WriteRow(Utf8JsonWriter json, SimulatedModel model, SimulatedHub hub, ListQuery query)
    {
        IReadOnlyList<string> fields = query.Expand.Count > 0 ? query.Expand : query.Full ? Full : Default;
        Write(json, model, hub, fields, isDetail: false, withModelId: query.Expand.Count == 0);
    }

    public static void WriteDetail(Utf8JsonWriter json, SimulatedModel model, SimulatedHub hub, IReadOnlyList<string> expand) =>
        Write(json, model, hub, expand.Count > 0 ? expand : Detail, isDetail: true, withModelId: expand.Count == 0);

    public static IEnumerable<string> Tags(SimulatedModel model)
    {
        if (model.Library is not null) yield return model.Library;
        if (model.Pipeline is not null) yield return model.Pipeline;
        foreach (var parent in model.Bases)
        {
            yield return "base_model:" + parent.Name;
            yield return $"base_model:{model.Relation}:{parent.Name}";
        }

        yield return "region:us";
    }

    private static void Write(Utf8JsonWriter json, SimulatedModel model, SimulatedHub hub, IReadOnlyList<string> fields, bool isDetail, bool withModelId)
    {
        var counters = hub.CountersOf(model);
        json.WriteStartObject();
        json.WriteString("_id"u8, model.Id);
        json.WriteString("id"u8, model.Name);
        foreach (var field in fields)
            WriteField(json, field, model, counters, isDetail);
        if (withModelId)
            json.WriteString("modelId"u8, model.Name);
        // The Hub adds members without notice.
        if (model.Luck > 0.9)
            json.WriteNull("featuresYetUnknown"u8);
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, string field, SimulatedModel model, Counters counters, bool isDetail)
    {
        switch (field)
        {
            case "downloads": json.WriteNumber(field, counters.Downloads); break;
            case "downloadsAllTime" when counters.DownloadsAllTime is { } allTime: json.WriteNumber(field, allTime); break;
            case "likes": json.WriteNumber(field, counters.Likes); break;
            case "trendingScore" when counters.TrendingScore is { } score: json.WriteNumber(field, score); break;
            case "createdAt" or "lastModified": json.WriteString(field, model.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture)); break;
            case "author": json.WriteString(field, model.Owner); break;
            case "private": json.WriteBoolean(field, model.Private); break;
            case "disabled": json.WriteBoolean(field, model.Disabled); break;
            case "gated" when model.Gate is not null: json.WriteString(field, model.Gate); break;
            case "gated": json.WriteBoolean(field, false); break;
            case "pipeline_tag" when model.Pipeline is not null: json.WriteString(field, model.Pipeline); break;
            case "library_name" when model.Library is not null: json.WriteString(field, model.Library); break;
            case "sha": json.WriteString(field, (model.Id + model.Id)[..40]); break;
            case "xetEnabled": json.WriteBoolean(field, true); break;
            case "model-index": json.WriteNull(field); break;
            case "config" or "cardData": json.WriteStartObject(field); json.WriteEndObject(); break;
            case "usedStorage": json.WriteNumber(field, (model.Safetensors ?? model.Gguf ?? 0) * 2); break;
            case "baseModels" when model.Bases.Count > 0: WriteBases(json, model); break;
            case "safetensors" when model.Safetensors is { } total: WriteSafetensors(json, total); break;
            case "gguf" when model.Gguf is { } total: WriteGguf(json, total); break;
            case "tags": WriteArray(json, field, isDetail ? Tags(model).Reverse() : Tags(model)); break;
            case "spaces" when isDetail: WriteArray(json, field, []); break;
            case "siblings": WriteSiblings(json); break;
            case "inferenceProviderMapping" when isDetail: json.WriteStartObject(field); json.WriteEndObject(); break;
            case "inferenceProviderMapping": WriteArray(json, field, []); break;
            case "childrenModelCount": WriteChildren(json); break;
        }
    }

    private static void WriteBases(Utf8JsonWriter json, SimulatedModel model)
    {
        json.WriteStartObject("baseModels"u8);
        json.WriteString("relation"u8, model.Relation);
        json.WriteStartArray("models"u8);
        foreach (var parent in model.Bases)
        {
            json.WriteStartObject();
            json.WriteString("_id"u8, parent.Id);
            json.WriteString("id"u8, parent.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSafetensors(Utf8JsonWriter json, long total)
    {
        json.WriteStartObject("safetensors"u8);
        json.WriteStartObject("parameters"u8);
        json.WriteNumber("BF16"u8, total);
        json.WriteEndObject();
        json.WriteNumber("total"u8, total);
        json.WriteEndObject();
    }

    private static void WriteGguf(Utf8JsonWriter json, long total)
    {
        json.WriteStartObject("gguf"u8);
        json.WriteNumber("total"u8, total);
        json.WriteString("architecture"u8, "qwen3"u8);
        json.WriteNumber("context_length"u8, 131072);
        json.WriteString("chat_template"u8, "{%- for message in messages %}{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' }}{%- endfor %}"u8);
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteSiblings(Utf8JsonWriter json)
    {
        json.WriteStartArray("siblings"u8);
        json.WriteStartObject();
        json.WriteString("rfilename"u8, "config.json"u8);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteChildren(Utf8JsonWriter json)
    {
        json.WriteStartObject("childrenModelCount"u8);
        foreach (var relation in new[] { "adapter", "merge", "quantized", "finetune" })
            json.WriteNumber(relation, 0);
        json.WriteEndObject();
    }
}
