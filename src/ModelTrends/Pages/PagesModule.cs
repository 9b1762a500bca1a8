using ModelTrends.Pages.Feeds;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages;

/// <summary>The pages a reader meets; all of them work without JavaScript.</summary>
public static class PagesModule
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.AddLanguages();
        builder.Services.AddRazorPages().AddMvcOptions(options => options.Filters.Add<Charts.BusyFilter>());
        builder.Services.AddSingleton<PageAnswers>();
        builder.Services.AddScoped<PollStatus>();
        builder.Services.AddScoped<Charts.ChartSheets>();
        builder.Services.AddScoped<Dashboards.Lead>();
        builder.Services.AddScoped<SiteFeeds>();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapRazorPages();
        app.MapFeeds();
    }
}
