using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary>One model, and the smaller routes around models and their owners.</summary>
internal sealed class ModelRoutes(SimulatedHub hub)
{
    /// <summary>401 to the anonymous, who cannot tell missing from private; 404 with a token.</summary>
    private static Task MissingAsync(HttpContext http) => http.Request.Headers.Authorization.Count == 0
        ? Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid username or password.")
        : Answers.ErrorAsync(http, StatusCodes.Status404NotFound, "Repository not found", "RepoNotFound");

    public Task DetailAsync(HttpContext http, string name)
    {
        if (hub.Redirect(name) is { } target)
        {
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = "/api/models/" + target + http.Request.QueryString;
            return Task.CompletedTask;
        }

        var model = hub.Find(name);
        if (model is null || !hub.IsListed(model))
            return MissingAsync(http);
        var expand = http.Request.Query["expand"].Concat(http.Request.Query["expand[]"]).OfType<string>().ToArray();
        return expand.Any(field => !ModelJson.DetailFields.Contains(field))
            ? Answers.ErrorAsync(http, StatusCodes.Status400BadRequest, $"\"expand\" must be one of [{string.Join(", ", ModelJson.DetailFields)}]")
            : Answers.JsonAsync(http, json => ModelJson.WriteDetail(json, model, hub, expand));
    }

    public Task RevisionAsync(HttpContext http, string name, string revision) => revision is "main"
        ? DetailAsync(http, name)
        : Answers.ErrorAsync(http, StatusCodes.Status404NotFound, $"Invalid rev id: {revision}", "RevisionNotFound");

    public Task CommitsAsync(HttpContext http, string name)
    {
        var model = hub.Find(name);
        if (model is null || !hub.IsListed(model))
            return MissingAsync(http);
        if (model.Gate is not null && http.Request.Headers.Authorization.Count == 0)
            return Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, $"Access to model {name} is restricted. You must have access to it and be authenticated to access it. Please log in.", "GatedRepo");
        return WriteCommitsAsync(http, model.Id + "0123456789abcdef", "initial commit", model.CreatedAt);
    }

    public static Task WriteCommitsAsync(HttpContext http, string id, string title, DateTimeOffset date)
    {
        http.Response.Headers["X-Total-Count"] = "1";
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("title", title);
            json.WriteString("message", "");
            json.WriteStartArray("authors");
            json.WriteEndArray();
            json.WriteString("date", date.UtcDateTime);
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    public Task TrendingAsync(HttpContext http)
    {
        if (!int.TryParse(http.Request.Query["limit"].FirstOrDefault() ?? "10", System.Globalization.CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > 20)
            return Answers.ErrorAsync(http, StatusCodes.Status400BadRequest, "\"limit\" must be between 1 and 20");
        var top = hub.ById.Where(hub.IsListed).OrderByDescending(model => hub.CountersOf(model).TrendingScore ?? -1).ThenBy(model => model.Id, StringComparer.Ordinal).Take(limit);
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

    public Task OrganizationAsync(HttpContext http, string name)
    {
        var models = hub.OfOwner(name).Where(hub.IsListed).ToArray();
        if (models.Length == 0 || name.StartsWith("user-", StringComparison.OrdinalIgnoreCase))
            return Answers.ErrorAsync(http, StatusCodes.Status404NotFound, "Sorry, we can't find the page you are looking for.");
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("_id", models[0].Id);
            json.WriteString("fullname", models[0].Owner);
            json.WriteString("name", models[0].Owner);
            json.WriteBoolean("isVerified", false);
            json.WriteNumber("numModels", models.Length);
            json.WriteNumber("numUsers", 1);
            json.WriteEndObject();
        });
    }

    public Task UserAsync(HttpContext http, string name) => hub.OfOwner(name).Any(hub.IsListed) && name.StartsWith("user-", StringComparison.OrdinalIgnoreCase)
        ? Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("user", name);
            json.WriteNumber("numModels", hub.OfOwner(name).Count(hub.IsListed));
            json.WriteEndObject();
        })
        : Answers.ErrorAsync(http, StatusCodes.Status404NotFound, "This user does not exist");

    public Task QuickSearchAsync(HttpContext http)
    {
        var text = http.Request.Query["q"].FirstOrDefault() ?? "";
        var found = hub.ById.Where(model => hub.IsListed(model) && model.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("models");
            foreach (var model in found.Take(10))
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
}
