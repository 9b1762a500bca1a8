using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ModelTrends.HubSimulator;

/// <summary>A question to <c>/api/models</c>. What is not known is ignored, as the Hub does; what is known and wrong is a 400.</summary>
internal sealed record ListQuery(int Limit, string Sort, bool Ascending, IReadOnlyList<string> Expand, bool Full, string? Author, IReadOnlyList<string> Search, IReadOnlyList<string> Filters, string? Pipeline, string? Gated, Position? Cursor, string Normalised)
{
    public bool IsById => Sort == "createdAt";

    public bool IsSearch => Search.Count > 0 || Filters.Count > 0;

    public static (ListQuery? Query, string? Fault) Read(HttpRequest request, SimulatedHub hub)
    {
        var query = request.Query;
        var limit = 1000;
        if (query.TryGetValue("limit", out var text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1))
            return (null, "Invalid limit parameter");
        var sort = query["sort"].FirstOrDefault() ?? "trendingScore";
        if (sort is not ("createdAt" or "downloads" or "likes" or "lastModified" or "likes30d" or "trendingScore" or "num_parameters" or "mainSize" or "id"))
            return (null, "Invalid sort parameter");
        var expand = query["expand"].Concat(query["expand[]"]).OfType<string>().SelectMany(value => value.Split(',')).ToArray();
        var allowed = ModelJson.ListFields.Where(field => field != hub.DroppedField).ToArray();
        if (expand.Any(field => !allowed.Contains(field)))
            return (null, $"\"expand\" must be one of [{string.Join(", ", allowed)}]");
        Position? cursor = null;
        if (query.TryGetValue("cursor", out var given) && (cursor = Position.Decode(given.ToString())) is null)
            return (null, "Invalid cursor");
        // Only the walk by creation still heeds direction.
        var ascending = sort == "createdAt" && query["direction"] == "1" && !hub.IgnoreDirection;
        return (new ListQuery(
            Math.Min(limit, 1000), sort, ascending, expand, query["full"] == "true", query["author"].FirstOrDefault(), Texts(query["search"]), Texts(query["filter"]),
            query["pipeline_tag"].FirstOrDefault(), query["gated"].FirstOrDefault(), cursor, Normalise(query)), null);
    }

    private static string[] Texts(StringValues values) => [.. values.OfType<string>().Where(value => value.Length > 0)];

    /// <summary>As the Hub's Link header writes it: limit and sort first, <c>expand[]</c> as <c>expand</c>, no cursor.</summary>
    private static string Normalise(IQueryCollection query)
    {
        var pairs = query.Where(pair => pair.Key != "cursor")
            .OrderBy(pair => pair.Key switch { "limit" => 0, "sort" => 1, "expand" or "expand[]" => 3, _ => 2 })
            .SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key == "expand[]" ? "expand" : pair.Key, value)));
        return QueryHelpers.AddQueryString("", pairs!);
    }
}

/// <summary>The keyset predicate of a cursor: base64 of JSON, as the Hub's. Ordered by id alone, or by a value with ties by id and nulls last.</summary>
internal sealed record Position(string? Key, double? Value, string Id, bool Ascending)
{
    public string Encode(bool isSearch)
    {
        var id = $"{{\"{(Ascending ? "$gt" : "$lt")}\":\"{Id}\"}}";
        var number = Value?.ToString("R", CultureInfo.InvariantCulture);
        var predicate = Key is null ? $"{{\"_id\":{id}"
            : Value is null ? $"{{\"$or\":[{{\"{Key}\":null,\"_id\":{id}}}]"
            : $"{{\"$or\":[{{\"{Key}\":{number},\"_id\":{id}}},{{\"{Key}\":{{\"$lt\":{number}}}}},{{\"{Key}\":null}}]";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(predicate + (isSearch ? ",\"searchSequenceToken\":\"CJurjwIaCSEAAAAAAAAQQA==\"}" : "}")));
    }

    public static Position? Decode(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(text));
            if (document.RootElement.TryGetProperty("_id", out var only))
                return FromId(null, null, only);
            var tie = document.RootElement.GetProperty("$or")[0];
            var key = tie.EnumerateObject().First(member => member.Name != "_id");
            return FromId(key.Name, key.Value.ValueKind == JsonValueKind.Null ? null : key.Value.GetDouble(), tie.GetProperty("_id"));
        }
        catch (Exception exception) when (exception is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static Position FromId(string? key, double? value, JsonElement id)
    {
        var bound = id.EnumerateObject().First();
        return new Position(key, value, bound.Value.GetString()!, bound.Name == "$gt");
    }
}
