using Microsoft.Extensions.DependencyInjection.Extensions;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Trends.Derive;

namespace ModelTrends.Trends;

/// <summary>Flows, totals and the answers over them.</summary>
public static class TrendsModule
{
    public static void AddTrends(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(_ => Registry.Load());
        services.AddSingleton<TraitStep>();
        services.AddSingleton<FlowAppend>();
        services.AddSingleton<FlowRebuild>();
        services.AddSingleton<CubeStep>();
        services.AddSingleton<DeriveTotals>();
        services.AddSingleton<IAfterObservation>(provider => provider.GetRequiredService<DeriveTotals>());
        services.AddSingleton<TrendSources>();
        services.AddSingleton<ShareQuery>();
        services.AddSingleton<LeaderboardQuery>();
    }

    public static void MapTrends(this WebApplication app)
    {
        var api = app.MapReadApi();
        api.MapAnswer<ShareQuery, ShareQuery.Query, ShareQuery.Response>("/share", "share", "Who makes what is downloaded, liked or trending, over time.",
            ShareQuery.Query.Parameters, (_, reader) => ShareQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<LeaderboardQuery, LeaderboardQuery.Query, LeaderboardQuery.Response>("/leaderboard", "leaderboard", "The first models of a day, with their labs.",
            LeaderboardQuery.Query.Parameters, (_, reader) => LeaderboardQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
    }
}
