using ModelTrends.Pages.Feeds;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages;

/// <summary>The pages a reader meets; all of them work without JavaScript.</summary>
public static class PagesModule
{
    public static void AddPages(this WebApplicationBuilder builder, Roles roles)
    {
        builder.AddLanguages();
        builder.Services.AddRazorPages().AddMvcOptions(options => options.Filters.Add<Charts.BusyFilter>());
        builder.Services.AddSingleton<PageAnswers>();
        builder.Services.AddScoped<PollStatus>();
        builder.Services.AddScoped<Charts.ChartSheets>();
        builder.Services.AddScoped<Dashboards.Lead>();
        builder.Services.AddScoped<SiteFeeds>();
        if (roles.HasFlag(Roles.Web) && builder.Configuration.GetValue("Site:ReadAhead", true))
            builder.Services.AddHostedService<FirstReader>();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapRazorPages();
        // Whoever shortens the address of a model: all of them are a board, an owner's are a search.
        app.MapGet("/models", (HttpRequest request) => Results.LocalRedirect(request.To("/leaderboards", ("measure", "downloads30d"), ("top", "100")))).ExcludeFromDescription();
        app.MapGet("/models/{owner}", (string owner, HttpRequest request) => Results.LocalRedirect(request.To("/search", ("q", owner + "/")))).ExcludeFromDescription();
        app.MapFeeds();
    }
}
