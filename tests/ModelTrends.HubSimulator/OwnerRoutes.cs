using System.Globalization;
using System.Text.Json;

namespace ModelTrends.HubSimulator;

/// <summary>Organisations, their members, and persons. An owner whose name begins with <c>user-</c> is a person.</summary>
internal sealed class OwnerRoutes(SimulatedHub hub)
{
    private const int FewestMembers = 10;
    private const int MostMembers = 10_000;

    public Task OrganizationAsync(HttpContext http, string name)
    {
        var models = Listed(name);
        return models.Length == 0 || IsPerson(name) ? NoPageAsync(http) : Answers.JsonAsync(http, json =>
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

    /// <summary>One member each; pages are told by a bare id, and this list has one.</summary>
    public Task MembersAsync(HttpContext http, string name)
    {
        var models = Listed(name);
        if (models.Length == 0 || IsPerson(name))
            return NoPageAsync(http);
        if (http.Request.Query["limit"].FirstOrDefault() is { } text && (!int.TryParse(text, CultureInfo.InvariantCulture, out var limit) || limit is < FewestMembers or > MostMembers))
            return Answers.ErrorAsync(http, StatusCodes.Status400BadRequest, $"\"limit\" must be between {FewestMembers} and {MostMembers}");
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("_id", models[0].Id);
            json.WriteString("user", "member-of-" + models[0].Owner);
            json.WriteString("type", "user");
            json.WriteBoolean("isPro", false);
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    /// <summary>Another case of letters is a redirect here, where organisations answer at once.</summary>
    public Task UserAsync(HttpContext http, string name)
    {
        var models = Listed(name);
        if (models.Length == 0 || !IsPerson(name))
            return Answers.ErrorAsync(http, StatusCodes.Status404NotFound, "This user does not exist");
        if (models[0].Owner != name)
        {
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = $"/api/users/{models[0].Owner}/overview{http.Request.QueryString}";
            return Task.CompletedTask;
        }

        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("user", name);
            json.WriteNumber("numModels", models.Length);
            json.WriteEndObject();
        });
    }

    private static bool IsPerson(string name) => name.StartsWith("user-", StringComparison.OrdinalIgnoreCase);

    private static Task NoPageAsync(HttpContext http) =>
        Answers.ErrorAsync(http, StatusCodes.Status404NotFound, "Sorry, we can't find the page you are looking for.");

    private SimulatedModel[] Listed(string name) => [.. hub.OfOwner(name).Where(hub.IsListed)];
}
