using ModelTrends.Archive;
using ModelTrends.Attribution;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Platform.Hosting;

/// <summary>The one list of features: what each adds to the services and to the routes.</summary>
public static class Features
{
    public static void AddFeatures(this WebApplicationBuilder builder, Roles roles)
    {
        builder.AddAnswers();
        builder.AddArchive(roles);
        builder.AddAttribution();
        builder.Services.AddRazorPages();
    }

    public static void MapFeatures(this WebApplication app)
    {
        app.MapAnswers();
        app.MapReadApi().MapArchive();
        app.MapAttribution();
        app.MapRazorPages();
    }
}
