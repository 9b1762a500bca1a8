using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>
/// An answer's JSON read again as the rows its CSV must have: where the rows stand, and which field a column is where it bears another name.
/// </summary>
internal static class AnswerForms
{
    /// <param name="Rows">Arrays from the outside in; none: the answer itself is the row.</param>
    /// <param name="Fields">Column and field; a field that begins with = is a constant.</param>
    private sealed record Part(string[] Rows, Dictionary<string, string> Fields);

    private static readonly Dictionary<string, Part[]> Parts = new(StringComparer.Ordinal)
    {
        ["share"] = [Of("series/points")], ["leaderboard"] = [Of("entries")], ["crossings"] = [Of("definitions")], ["lineage"] = [Of("nodes")], ["flows"] = [Of("cells")],
        ["events"] = [Of("events")], ["growth"] = [Of("entries")], ["derivatives"] = [Of("rows")], ["first-million"] = [Of("models")], ["polls"] = [Of("polls")], ["sources"] = [Of("sources")],
        ["attribution/unknown"] = [Of("namespaces")], ["attribution/versions"] = [Of("versions")], ["families"] = [Of("families")], ["labs"] = [Of("labs")], ["labs/alibaba"] = [Of("")],
        ["leaderboard/weeks"] = [Of("weeks/countries", "week=name", "reaches=*")],
        ["definitions"] = [Of("definitions/shares", "published==false", "url==", "name=definitions.name"), Of("claims/shares", "published==true", "name=source", "day=published", "lens==", "value==")],
        ["concentration"] =
        [
            Of("models", "what==top-models", "key=top", "hhi==", "gini==", "labs=="), Of("", "what==labs", "key==all", "value=total", "share==1"),
            Of("countries", "what==country", "key=country"), Of("firstLabs", "what==lab", "key=lab", "hhi==", "gini==", "labs=="),
        ],
        ["robustness"] = [Of("cases", "case=id")], ["why"] = [Of("parts")], ["releases"] = [Of("series/points", "period=day")], ["adoption"] = [Of("models/ages", "age_days=days")],
        ["sources/differences"] = [Of("differences", "difference=by")],
        ["search"] = [Of("labs", "kind==lab", "lab=id"), Of("families", "kind==family", "lab=labId"), Of("models", "kind==model", "id=modelId", "name=modelId")],
        ["families/qwen"] = [Of("generationTotals", "family=.id", "generation=name"), Of("", "family=id", "generation==")],
        ["models/Qwen/Qwen3-8B"] = [Of("publisher", "model_id=.id", "lens==publisher"), Of("origin", "model_id=.id", "lens==origin")],
    };

    public static IEnumerable<string> Routes => Parts.Keys;

    /// <param name="question">Route below /api/v1/ with its query.</param>
    /// <returns>Rows compared.</returns>
    public static async Task<int> CompareAsync(TestSite site, string question)
    {
        var (route, query) = question.Split('?') is [var path, var rest] ? (path, "?" + rest) : (question, "");
        var json = await site.Client.GetByteArrayAsync($"/api/v1/{route}{query}");
        var csv = await site.Client.GetByteArrayAsync($"/api/v1/{route}.csv{query}");
        (await site.Client.GetByteArrayAsync($"/api/v1/{route}{query}")).ShouldBe(json, question);
        (await site.Client.GetByteArrayAsync($"/api/v1/{route}.csv{query}")).ShouldBe(csv, question);

        var answer = JsonNode.Parse(json)!;
        using var reader = new CsvParser(new StringReader(System.Text.Encoding.UTF8.GetString(csv)), CultureInfo.InvariantCulture);
        (await reader.ReadAsync()).ShouldBeTrue();
        var header = reader.Record!;
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join(" | ", reader.Record!));
        var expected = Parts[route].SelectMany(part => Scopes(answer, part.Rows, 0, []).Where(scopes => part.Rows.Length > 0 || route != "concentration" || answer["total"] is not null)
            .Select(scopes => string.Join(" | ", header.Select(column => Cell(answer, part, scopes, column))))).ToList();
        rows.ShouldBe(expected, question);
        return rows.Count;
    }

    private static Part Of(string rows, params string[] fields) => new(
        rows.Split('/', StringSplitOptions.RemoveEmptyEntries), fields.ToDictionary(field => field[..field.IndexOf('=', StringComparison.Ordinal)], field => field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal));

    /// <summary>Every row with the objects it stands in, the innermost first.</summary>
    private static IEnumerable<JsonNode[]> Scopes(JsonNode node, string[] rows, int depth, JsonNode[] outer)
    {
        JsonNode[] scopes = [node, .. outer];
        return depth == rows.Length ? [scopes] : node[rows[depth]]!.AsArray().SelectMany(row => Scopes(row!, rows, depth + 1, scopes));
    }

    private static string Cell(JsonNode answer, Part part, JsonNode[] scopes, string column)
    {
        if (column == "attribution_version") return answer["meta"].Text("attributionVersion");
        var field = part.Fields.GetValueOrDefault(column, column);
        if (field.StartsWith('=')) return field[1..];
        // The week reaches the number with the country asked for, and with no other.
        if (field == "*") return scopes[1]!["reaches"]!.GetValue<bool>() && scopes[0].Text("country") == answer.Text("country") ? "true" : "false";
        if (field.StartsWith('.')) return Text(answer[field[1..]]);
        if (field.Contains('.', StringComparison.Ordinal)) return Text(scopes[1]![field[(field.IndexOf('.', StringComparison.Ordinal) + 1)..]]);
        foreach (var scope in scopes)
        {
            if (Find(scope, field.Replace("_", "", StringComparison.Ordinal)) is (true, var value))
                return Text(value);
        }

        throw new InvalidOperationException($"The JSON has no field for the column {column}.");
    }

    private static (bool Found, JsonNode? Value) Find(JsonNode scope, string name)
    {
        foreach (var (key, value) in scope.AsObject())
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return (true, value);
            if (value is JsonObject inner && key != "meta" && Find(inner, name.StartsWith(key, StringComparison.OrdinalIgnoreCase) ? name[key.Length..] : name) is (true, var found)) return (true, found);
        }

        return (false, null);
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => Guarded(string.Join(';', list.Select(item => item is JsonObject row ? (row["url"] ?? row["name"])!.GetValue<string>() : item!.GetValue<string>()))),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String when value.GetValue<string>() is [_, _, _, _, '-', _, _, '-', _, _, 'T', .. var time] moment && time.EndsWith("+00:00", StringComparison.Ordinal) => moment[..^6] + "Z",
            JsonValueKind.String => Guarded(value.GetValue<string>()),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToJsonString(),
        },
    };

    private static string Guarded(string text) =>
        text is ['=' or '+' or '-' or '@' or '\t', ..] && !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? "'" + text : text;
}
