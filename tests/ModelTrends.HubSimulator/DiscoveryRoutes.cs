using System.Globalization;
using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary>What trends, what is found by a word, and which tags there are.</summary>
internal sealed class DiscoveryRoutes(SimulatedHub hub)
{
    private static readonly string[] TagTypes = ["pipeline_tag", "library", "dataset", "bucket", "language", "license", "arxiv", "doi", "region", "deploy", "other"];

    /// <summary>No <c>_id</c> and no score here; with <c>type=all</c> each kind has its own limit, and this Hub has models alone.</summary>
    public Task TrendingAsync(HttpContext http)
    {
        if (Limit(http) is not { } limit)
            return BadLimitAsync(http);
        if (http.Request.Query["type"].FirstOrDefault() is { } type && type is not ("all" or "model" or "dataset" or "space"))
            return Answers.ErrorAsync(http, StatusCodes.Status400BadRequest, "\"type\" must be one of [all, dataset, model, space]");
        var top = http.Request.Query["type"].FirstOrDefault() is "dataset" or "space" ? [] : hub.ById.Where(hub.IsListed)
            .OrderByDescending(model => hub.CountersOf(model).TrendingScore ?? -1).ThenBy(model => model.Id, StringComparer.Ordinal).Take(limit);
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("recentlyTrending");
            foreach (var model in top)
                WriteTrending(json, model);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public Task QuickSearchAsync(HttpContext http)
    {
        if (Limit(http) is not { } limit)
            return BadLimitAsync(http);
        var text = http.Request.Query["q"].FirstOrDefault() ?? "";
        var found = hub.ById.Where(model => hub.IsListed(model) && model.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("models");
            foreach (var model in found.Take(limit))
            {
                json.WriteStartObject();
                json.WriteString("id", model.Name);
                json.WriteString("_id", model.Id);
                json.WriteBoolean("private", false);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("modelsCount", found.Length);
            json.WriteString("q", text);
            json.WriteEndObject();
        });
    }

    public Task TagsAsync(HttpContext http)
    {
        var wanted = http.Request.Query["type"].FirstOrDefault();
        var listed = hub.ById.Where(hub.IsListed).ToArray();
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            foreach (var type in TagTypes.Where(type => wanted is null || wanted == type))
            {
                json.WriteStartArray(type);
                foreach (var id in (type switch
                {
                    "pipeline_tag" => listed.Select(model => model.Pipeline),
                    "library" => listed.Select(model => model.Library),
                    "region" => ["region:us"],
                    _ => [],
                }).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                {
                    json.WriteStartObject();
                    json.WriteString("id", id);
                    json.WriteString("label", id);
                    json.WriteString("type", type);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }

    private static int? Limit(HttpContext http) =>
        int.TryParse(http.Request.Query["limit"].FirstOrDefault() ?? "10", CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 20 ? limit : null;

    private static Task BadLimitAsync(HttpContext http) => Answers.ErrorAsync(http, StatusCodes.Status400BadRequest, "\"limit\" must be between 1 and 20");

    private void WriteTrending(Utf8JsonWriter json, SimulatedModel model)
    {
        var counters = hub.CountersOf(model);
        json.WriteStartObject();
        json.WriteString("repoType", "model");
        json.WriteStartObject("repoData");
        json.WriteString("id", model.Name);
        json.WriteString("author", model.Owner);
        json.WriteNumber("downloads", counters.Downloads);
        json.WriteNumber("likes", counters.Likes);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
