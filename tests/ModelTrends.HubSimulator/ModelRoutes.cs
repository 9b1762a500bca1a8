using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary>One model, its commits and its files.</summary>
internal sealed class ModelRoutes(SimulatedHub hub, FaultPlan plan, RequestFaults requestFaults)
{
    /// <summary>401 to the anonymous, who cannot tell missing from private; 404 with a token.</summary>
    private static Task MissingAsync(HttpContext http) => http.Request.Headers.Authorization.Count == 0
        ? Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid username or password.")
        : Answers.ErrorAsync(http, StatusCodes.Status404NotFound, "Repository not found", "RepoNotFound");

    public async Task DetailAsync(HttpContext http, string name)
    {
        var fault = plan.Next(isDeep: true);
        if (fault is { } refused && await requestFaults.RefuseAsync(http, refused))
            return;
        await AnswerAsync(http, name, fault is { } of && RequestFaults.IsOfBody(of) ? of : null);
    }

    private Task AnswerAsync(HttpContext http, string name, Fault? broken)
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
            : broken is { } fault
                ? requestFaults.SendBrokenAsync(http, Answers.Render(json => ModelJson.WriteDetail(json, model, hub, expand)).WrittenMemory, fault)
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
        if (model.Disabled)
            return Answers.ErrorAsync(http, StatusCodes.Status403Forbidden, "Access to this resource is disabled.");
        return WriteCommitsAsync(http, model.Id + "0123456789abcdef", "initial commit", model.CreatedAt);
    }

    /// <summary>A small file of git: a relative redirect to where it lies.</summary>
    public Task ResolveAsync(HttpContext http, string name, string revision, string file)
    {
        var model = hub.Find(name);
        if (model is null || !hub.IsListed(model))
            return MissingAsync(http);
        if (model.Gate is not null && http.Request.Headers.Authorization.Count == 0)
            return Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, $"Access to model {name} is restricted.", "GatedRepo");
        if (file is not "config.json")
            return Answers.ErrorAsync(http, StatusCodes.Status404NotFound, "Entry not found", "EntryNotFound");
        http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        http.Response.Headers["X-Repo-Commit"] = (model.Id + model.Id)[..40];
        http.Response.Headers.Location = $"/api/resolve-cache/models/{model.Name}/{(revision is "main" ? (model.Id + model.Id)[..40] : revision)}/{file}";
        return Task.CompletedTask;
    }

    public Task CachedFileAsync(HttpContext http, string name)
    {
        var model = hub.Find(name);
        return model is null || !hub.IsListed(model) ? MissingAsync(http) : Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("model_type", "qwen3");
            json.WriteEndObject();
        });
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
}
