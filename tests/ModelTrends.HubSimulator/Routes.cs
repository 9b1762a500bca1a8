using System.Globalization;
using System.Text.Json;

namespace ModelTrends.HubSimulator;

internal static class Routes
{
    public static void Map(WebApplication app, SimulatedHub hub, FaultPlan plan, TimeProvider clock)
    {
        var list = new ListRoute(hub, plan, new RequestFaults(hub, clock));
        var models = new ModelRoutes(hub);
        var datasets = new DatasetRoutes(hub, plan);
        app.MapGet("/api/models", list.AnswerAsync);
        app.MapGet("/api/trending", models.TrendingAsync);
        app.MapGet("/api/quicksearch", models.QuickSearchAsync);
        app.MapGet("/api/organizations/{name}/overview", models.OrganizationAsync);
        app.MapGet("/api/users/{name}/overview", models.UserAsync);
        app.MapGet("/api/models/{name}", models.DetailAsync);
        app.MapGet("/api/models/{owner}/{name}", (HttpContext http, string owner, string name) => models.DetailAsync(http, $"{owner}/{name}"));
        app.MapGet("/api/models/{owner}/{name}/revision/{revision}", (HttpContext http, string owner, string name, string revision) => models.RevisionAsync(http, $"{owner}/{name}", revision));
        app.MapGet("/api/models/{owner}/{name}/commits/{revision}", (HttpContext http, string owner, string name) => models.CommitsAsync(http, $"{owner}/{name}"));
        app.MapGet("/api/datasets/{owner}/{name}/commits/{revision}", (HttpContext http, string owner, string name) => datasets.CommitsAsync(http, $"{owner}/{name}"));
        app.MapGet("/api/datasets/{owner}/{name}/parquet", (HttpContext http, string owner, string name) => datasets.ParquetAsync(http, $"{owner}/{name}"));
        app.MapMethods("/datasets/{owner}/{name}/resolve/{revision}/{**file}", ["GET", "HEAD"], (HttpContext http, string owner, string name, string revision, string file) => datasets.ResolveAsync(http, $"{owner}/{name}", revision, file));
        app.MapMethods("/_files/{owner}/{name}/{revision}/{**file}", ["GET", "HEAD"], (HttpContext http, string owner, string name, string revision, string file) => datasets.BytesAsync(http, $"{owner}/{name}", revision, file));
        MapOwn(app, hub, plan);
    }

    private static void MapOwn(WebApplication app, SimulatedHub hub, FaultPlan plan)
    {
        app.MapGet("/_truth/day/{day}", (string day) => Results.Json(hub.TruthOf(Day(day)), JsonSerializerOptions.Web));
        app.MapGet("/_truth/day/{day}/rows", (string day) => Results.Json(hub.RowsOf(Day(day)), JsonSerializerOptions.Web));
        app.MapGet("/_faults", () => Results.Json(new { fired = plan.Fired.Select(fault => fault.Name()), due = plan.Due.Select(fault => fault.Name()) }, JsonSerializerOptions.Web));
        app.MapPost("/_control/faults/{names}", (string names) => { plan.Add(Faults.Parse(names)); return Results.NoContent(); });
        app.MapPost("/_control/day/{day}", (string day) => { hub.Day = Day(day); return Results.NoContent(); });
        app.MapPost("/_control/rename", (string id, string to) => { hub.Rename(id, to); return Results.NoContent(); });
        app.MapPost("/_control/redirect", (string id, string to) => { hub.RedirectName(id, to); return Results.NoContent(); });
        app.MapPost("/_control/privatise", (string id) => { hub.SetPrivate(id, true); return Results.NoContent(); });
        app.MapPost("/_control/publish", (string id) => { hub.SetPrivate(id, false); return Results.NoContent(); });
        app.MapPost("/_control/delete", (string id) => { hub.Delete(id); return Results.NoContent(); });
        app.MapPost("/_control/ignore-direction/{on}", (bool on) => { hub.IgnoreDirection = on; return Results.NoContent(); });
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
