using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ModelTrends.Archive.Reading;

/// <summary>JSON records: one a line, or a snapshot file <c>{ "date": …, "models": [ … ] }</c>.</summary>
public static class JsonRecords
{
    public static async IAsyncEnumerable<ArchiveRecord> ReadLinesAsync(Stream stream, ISet<string> ignored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new StreamReader(stream);
        long number = 0;
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Parse(number, line, ignored);
        }
    }

    public static async IAsyncEnumerable<ArchiveRecord> ReadSnapshotAsync(Stream stream, ISet<string> ignored, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var owned = stream;
        using var document = await ParseAsync(stream, cancellationToken);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("models", out var models) || models.ValueKind != JsonValueKind.Array)
            throw new ArchiveFormatException("A .json archive is one object with \"date\" and \"models\": [ … ].");
        var day = document.RootElement.TryGetProperty("date", out var date) ? Text(date) : null;
        long number = 0;
        foreach (var model in models.EnumerateArray())
        {
            var record = Record(++number, model, ignored);
            if (record.Fault is null)
                record.Cells[(int)ArchiveColumn.Day] ??= day;
            yield return record;
        }
    }

    private static async Task<JsonDocument> ParseAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new ArchiveFormatException("The file is not JSON: " + exception.Message, exception);
        }
    }

    private static ArchiveRecord Parse(long number, string line, ISet<string> ignored)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Record(number, document.RootElement, ignored);
        }
        catch (JsonException exception)
        {
            // The parser's own words end with a line number that is always 0 here.
            return ArchiveRecord.Broken(number, $"not JSON from byte {exception.BytePositionInLine + 1}: {exception.Message.Split(" LineNumber:")[0].ReplaceLineEndings(" ")}");
        }
    }

    private static ArchiveRecord Record(long number, JsonElement value, ISet<string> ignored) => value.ValueKind == JsonValueKind.Object
        ? new ArchiveRecord(number, Cells(value, ignored))
        : ArchiveRecord.Broken(number, $"a JSON object is needed, here is {(value.ValueKind == JsonValueKind.Array ? "an array" : "a " + value.ValueKind.ToString().ToLowerInvariant())}");

    private static string?[] Cells(JsonElement model, ISet<string> ignored)
    {
        var cells = new string?[ArchiveColumns.Count];
        foreach (var property in model.EnumerateObject())
        {
            if (ArchiveColumns.Find(property.Name) is not { } column)
            {
                ignored.Add(property.Name);
                continue;
            }

            // The Hub's own shapes: baseModels is { relation, models: [{ id }] }, safetensors is { total }.
            if (column == ArchiveColumn.BaseModels && property.Value.ValueKind == JsonValueKind.Object)
            {
                if (property.Value.TryGetProperty("relation", out var relation))
                    cells[(int)ArchiveColumn.BaseRelation] ??= Text(relation);
                if (property.Value.TryGetProperty("models", out var bases) && bases.ValueKind == JsonValueKind.Array)
                    cells[(int)column] = string.Join(';', bases.EnumerateArray().Select(b => b.ValueKind == JsonValueKind.Object && b.TryGetProperty("id", out var id) ? Text(id) : null).OfType<string>());
            }
            else if (column == ArchiveColumn.Parameters && property.Value.ValueKind == JsonValueKind.Object)
            {
                cells[(int)column] = property.Value.TryGetProperty("total", out var total) ? Text(total) : null;
            }
            else
            {
                cells[(int)column] = Text(property.Value);
            }
        }

        return cells;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => string.Join(';', value.EnumerateArray().Select(Text).OfType<string>()),
        _ => null,
    };
}
