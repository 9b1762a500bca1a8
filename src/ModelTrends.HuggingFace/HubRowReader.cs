using System.Buffers;
using System.Text.Json;

namespace ModelTrends.HuggingFace;

/// <summary>
/// One row. Identity and counters must make sense or the row is a fault; what only describes is left out when it does not.
/// Unknown members are passed over: the Hub adds some without notice.
/// </summary>
internal static class HubRowReader
{
    /// <summary>The Hub allows 96 characters for each half of a name.</summary>
    private const int LongestName = 200;

    /// <summary>The largest merges name some dozens; a card that names more than this names them for another purpose.</summary>
    private const int MostBases = 256;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/");

    /// <summary>The row whose object the reader stands at; afterwards it stands at the object's end.</summary>
    public static (HubModel? Model, string? Fault, string? Id) Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return (null, "is no object", null);
        var row = new Row();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            ReadMember(ref reader, ref row);
        if (row.Id is not { Length: 24 } || row.Id.AsSpan().ContainsAnyExcept(Hex))
            return (null, "_id is not 24 hex digits", row.Id is { Length: <= 64 } && !HasControls(row.Id) ? row.Id : null);
        if (row.Name is not { Length: > 0 and <= LongestName } name || name.AsSpan().ContainsAnyExcept(NameCharacters)
            || name.AsSpan().Count('/') > 1 || name[0] == '/' || name[^1] == '/')
            return (null, "id is not of the form owner/name", row.Id);
        if (row.Fault is not null)
            return (null, row.Fault, row.Id);
        return (new HubModel
        {
            Id = row.Id,
            Name = name,
            CreatedAt = row.CreatedAt,
            Downloads = row.Downloads,
            DownloadsAllTime = row.AllTime,
            Likes = (int?)row.Likes,
            TrendingScore = row.Score,
            PipelineTag = row.Pipeline,
            LibraryName = row.Library,
            Parameters = row.Safetensors ?? row.Gguf,
            BaseRelation = row.BaseNames is { Count: > 0 } ? row.Relation : null,
            BaseNames = row.BaseNames is { Count: > 0 } names ? [.. names] : [],
            BaseIds = row.BaseIds is { } ids && ids.Count == row.BaseNames!.Count ? [.. ids] : [],
            Gate = row.Gate,
            Disabled = row.Disabled,
        }, null, null);
    }

    private struct Row
    {
        public string? Id, Name, Pipeline, Library, Relation, Fault;
        public DateTimeOffset? CreatedAt;
        public long? Downloads, AllTime, Likes, Safetensors, Gguf;
        public double? Score;
        public List<string>? BaseNames, BaseIds;
        public Gate Gate;
        public bool Disabled;
    }

    private static void ReadMember(ref Utf8JsonReader reader, ref Row row)
    {
        if (reader.ValueTextEquals("_id"u8)) row.Id = Text(ref reader);
        else if (reader.ValueTextEquals("id"u8)) row.Name = Text(ref reader);
        else if (reader.ValueTextEquals("downloads"u8)) row.Downloads = Count(ref reader, "downloads", long.MaxValue, ref row);
        else if (reader.ValueTextEquals("downloadsAllTime"u8)) row.AllTime = Count(ref reader, "downloadsAllTime", long.MaxValue, ref row);
        else if (reader.ValueTextEquals("likes"u8)) row.Likes = Count(ref reader, "likes", int.MaxValue, ref row);
        else if (reader.ValueTextEquals("trendingScore"u8)) row.Score = Score(ref reader, ref row);
        else if (reader.ValueTextEquals("createdAt"u8)) row.CreatedAt = Time(ref reader);
        else if (reader.ValueTextEquals("pipeline_tag"u8)) row.Pipeline = Label(ref reader);
        else if (reader.ValueTextEquals("library_name"u8)) row.Library = Label(ref reader);
        else if (reader.ValueTextEquals("safetensors"u8)) row.Safetensors = Total(ref reader);
        else if (reader.ValueTextEquals("gguf"u8)) row.Gguf = Total(ref reader);
        else if (reader.ValueTextEquals("baseModels"u8)) ReadBases(ref reader, ref row);
        else if (reader.ValueTextEquals("disabled"u8)) row.Disabled = Value(ref reader) == JsonTokenType.True;
        else if (reader.ValueTextEquals("gated"u8)) row.Gate = ReadGate(ref reader);
        else Value(ref reader);
    }

    /// <summary>Moves to the value and past it, where it is an object or array.</summary>
    private static JsonTokenType Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        var type = reader.TokenType;
        if (type is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
        return type;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        if (Value(ref reader) != JsonTokenType.String)
            return null;
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair or broken UTF-8: no text a name could have.
            return null;
        }
    }

    private static string? Label(ref Utf8JsonReader reader) =>
        Text(ref reader) is { Length: > 0 and <= LongestName } text && !HasControls(text) ? text : null;

    /// <summary>The characters of <see cref="char.IsControl(char)"/>, looked for many at a time: a walk reads some hundred million letters.</summary>
    private static bool HasControls(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u0000', '\u001F') || text.ContainsAnyInRange('\u007F', '\u009F');

    private static long? Count(ref Utf8JsonReader reader, string name, long most, ref Row row)
    {
        var type = Value(ref reader);
        if (type == JsonTokenType.Null)
            return null;
        if (type == JsonTokenType.Number && reader.TryGetInt64(out var count) && count >= 0 && count <= most)
            return count;
        row.Fault ??= $"{name} is no count";
        return null;
    }

    private static double? Score(ref Utf8JsonReader reader, ref Row row)
    {
        var type = Value(ref reader);
        if (type == JsonTokenType.Null)
            return null;
        if (type == JsonTokenType.Number && reader.TryGetDouble(out var score) && double.IsFinite(score))
            return score;
        row.Fault ??= "trendingScore is no number";
        return null;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader) =>
        Value(ref reader) == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;

    private static Gate ReadGate(ref Utf8JsonReader reader) => Value(ref reader) switch
    {
        JsonTokenType.False => Gate.Open,
        JsonTokenType.String when reader.ValueTextEquals("auto"u8) => Gate.Auto,
        JsonTokenType.String when reader.ValueTextEquals("manual"u8) => Gate.Manual,
        _ => Gate.Unknown,
    };

    /// <summary><c>{"total": n, …}</c></summary>
    private static long? Total(ref Utf8JsonReader reader)
    {
        long? total = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.TrySkip();
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTotal = reader.ValueTextEquals("total"u8);
            if (Value(ref reader) == JsonTokenType.Number && isTotal && reader.TryGetInt64(out var value) && value > 0)
                total = value;
        }

        return total;
    }

    private static void ReadBases(ref Utf8JsonReader reader, ref Row row)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.TrySkip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("relation"u8))
            {
                row.Relation = Label(ref reader);
                continue;
            }

            var isModels = reader.ValueTextEquals("models"u8);
            reader.Read();
            if (!isModels || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.TrySkip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                ReadBase(ref reader, ref row);
        }
    }

    private static void ReadBase(ref Utf8JsonReader reader, ref Row row)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.TrySkip();
            return;
        }

        string? id = null, name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("_id"u8)) id = Label(ref reader);
            else if (reader.ValueTextEquals("id"u8)) name = Label(ref reader);
            else Value(ref reader);
        }

        if (name is null || row.BaseNames is { Count: >= MostBases })
            return;
        (row.BaseNames ??= []).Add(name);
        if (id is not null)
            (row.BaseIds ??= []).Add(id);
    }
}
