using ModelTrends.Archive;
using ModelTrends.Attribution;
using ModelTrends.Charts;
using ModelTrends.Digest;
using ModelTrends.Exports;
using ModelTrends.Pages;
using ModelTrends.Platform.Administration;
using ModelTrends.Platform.Answers;
using ModelTrends.Snapshots;
using ModelTrends.Trends;

namespace ModelTrends.Platform.Hosting;

/// <summary>The one list of features: what each adds to the services and to the routes.</summary>
public static class Features
{
    public static void AddFeatures(this WebApplicationBuilder builder, Roles roles)
    {
        builder.AddAnswers();
        builder.AddArchive(roles);
        builder.AddSnapshots(roles);
        builder.AddAdministration();
        builder.AddAttribution();
        builder.AddTrends();
        builder.AddCharts();
        builder.AddExports();
        builder.AddDigest();
        builder.AddPages(roles);
    }

    public static void MapFeatures(this WebApplication app)
    {
        app.MapAnswers();
        app.MapReadApi().MapArchive();
        app.MapReadApi().MapSnapshots();
        app.MapAttribution();
        app.MapTrends();
        app.MapCharts();
        app.MapAdministration();
        app.MapDigest();
        app.MapPages();
    }
}
