using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;

namespace ModelTrends.Archive;

/// <summary>Archives: import, the ones that come with the program, and the list of all sources.</summary>
public static class ArchiveModule
{
    public static void AddArchive(this WebApplicationBuilder builder, Roles roles)
    {
        builder.Services.AddScoped<ImportArchive>();
        builder.Services.AddScoped<DeriveArchives>();
        builder.Services.AddScoped<IArchiveIntake, ArchiveIntake>();
        builder.Services.AddScoped<IAfterObservation, CountSourceModels>();
        builder.Services.AddScoped<ListSources>();
        builder.Services.AddSingleton<BundledArchives>();
        if (roles.HasFlag(Roles.Worker))
            builder.Services.AddHostedService(provider => provider.GetRequiredService<BundledArchives>());
    }

    public static void MapArchive(this IEndpointRouteBuilder readApi) =>
        readApi.MapAnswer<ListSources, ListSources.Query, ListSources.Response>(
            "/sources", "listSources", "Live and archive sources: licence, credit, days, models, kind of coverage.", [],
            static (_, _) => new ListSources.Query(), static async (handler, query, cancellationToken) => await handler.HandleAsync(query, cancellationToken));
}
