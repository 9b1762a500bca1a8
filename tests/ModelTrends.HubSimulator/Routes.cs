using System.Globalization;
using System.Text.Json;

namespace ModelTrends.HubSimulator;

internal static class Routes
{
    public static void Map(WebApplication app, SimulatedHub hub, FaultPlan lists, FaultPlan details, TimeProvider clock)
    {
        var faults = new RequestFaults(hub, clock);
        var list = new ListRoute(hub, lists, faults);
        var models = new ModelRoutes(hub, details, faults);
        var owners = new OwnerRoutes(hub);
        var discovery = new DiscoveryRoutes(hub);
        var datasets = new DatasetRoutes(hub, lists);
        app.MapGet("/api/models", list.AnswerAsync);
        app.MapGet("/api/trending", discovery.TrendingAsync);
        app.MapGet("/api/quicksearch", discovery.QuickSearchAsync);
        app.MapGet("/api/models-tags-by-type", discovery.TagsAsync);
        app.MapGet("/api/organizations/{name}/overview", owners.OrganizationAsync);
        app.MapGet("/api/organizations/{name}/members", owners.MembersAsync);
        app.MapGet("/api/users/{name}/overview", owners.UserAsync);
        app.MapGet("/api/models/{name}", models.DetailAsync);
        app.MapGet("/api/models/{owner}/{name}", (HttpContext http, string owner, string name) => models.DetailAsync(http, $"{owner}/{name}"));
        app.MapGet("/api/models/{owner}/{name}/revision/{revision}", (HttpContext http, string owner, string name, string revision) => models.RevisionAsync(http, $"{owner}/{name}", revision));
        app.MapGet("/api/models/{owner}/{name}/commits/{revision}", (HttpContext http, string owner, string name) => models.CommitsAsync(http, $"{owner}/{name}"));
        app.MapMethods("/{owner}/{name}/resolve/{revision}/{file}", ["GET", "HEAD"], (HttpContext http, string owner, string name, string revision, string file) => models.ResolveAsync(http, $"{owner}/{name}", revision, file));
        app.MapGet("/api/resolve-cache/models/{owner}/{name}/{revision}/{file}", (HttpContext http, string owner, string name) => models.CachedFileAsync(http, $"{owner}/{name}"));
        app.MapGet("/api/datasets/{owner}/{name}/commits/{revision}", (HttpContext http, string owner, string name) => datasets.CommitsAsync(http, $"{owner}/{name}"));
        app.MapGet("/api/datasets/{owner}/{name}/parquet", (HttpContext http, string owner, string name) => datasets.ParquetAsync(http, $"{owner}/{name}"));
        app.MapMethods("/datasets/{owner}/{name}/resolve/{revision}/{**file}", ["GET", "HEAD"], (HttpContext http, string owner, string name, string revision, string file) => datasets.ResolveAsync(http, $"{owner}/{name}", revision, file));
        app.MapMethods("/_files/{owner}/{name}/{revision}/{**file}", ["GET", "HEAD"], (HttpContext http, string owner, string name, string revision, string file) => datasets.BytesAsync(http, $"{owner}/{name}", revision, file));
        MapOwn(app, hub, lists, details);
    }

    /// <summary>What <c>--help</c> lists too.</summary>
    private static void MapOwn(WebApplication app, SimulatedHub hub, FaultPlan lists, FaultPlan details)
    {
        app.MapGet("/_truth/day/{day}", (string day) => Results.Json(hub.TruthOf(Day(day)), JsonSerializerOptions.Web));
        app.MapGet("/_truth/day/{day}/rows", (string day) => Results.Json(hub.RowsOf(Day(day)), JsonSerializerOptions.Web));
        app.MapGet("/_faults", () => Results.Json(new { lists = State(lists), details = State(details) }, JsonSerializerOptions.Web));
        app.MapPost("/_control/faults/{names}", (string names) =>
        {
            lists.Add(Faults.Parse(names));
            details.Add(Faults.Parse(names));
            return Results.NoContent();
        });
        app.MapPost("/_control/day/{day}", (string day) => { hub.Day = Day(day); return Results.NoContent(); });
        app.MapPost("/_control/rename", (string id, string to) => { hub.Rename(id, to); return Results.NoContent(); });
        app.MapPost("/_control/redirect", (string id, string to) => { hub.RedirectName(id, to); return Results.NoContent(); });
        app.MapPost("/_control/privatise", (string id) => { hub.SetPrivate(id, true); return Results.NoContent(); });
        app.MapPost("/_control/publish", (string id) => { hub.SetPrivate(id, false); return Results.NoContent(); });
        app.MapPost("/_control/publish-old", (string name, DateTimeOffset created) => { hub.PublishOld(name, created); return Results.NoContent(); });
        app.MapPost("/_control/disable", (string id) => { hub.Disable(id); return Results.NoContent(); });
        app.MapPost("/_control/delete", (string id) => { hub.Delete(id); return Results.NoContent(); });
        app.MapPost("/_control/ignore-direction/{on}", (bool on) => { hub.IgnoreDirection = on; return Results.NoContent(); });
    }

    private static object State(FaultPlan plan) => new { fired = plan.Fired.Select(fault => fault.Name()), due = plan.Due.Select(fault => fault.Name()) };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
