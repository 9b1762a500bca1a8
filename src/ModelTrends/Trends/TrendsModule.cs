using ModelTrends.Data;
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
        services.TryAddSingleton<RegistryFiles>();
        services.TryAddSingleton<CurrentRegistry>();
        services.AddSingleton<TraitStep>();
        services.AddSingleton<FlowAppend>();
        services.AddSingleton<FlowRebuild>();
        services.AddSingleton<CubeStep>();
        services.AddSingleton<DayFlags>();
        services.AddSingleton<DeriveTotals>();
        services.AddSingleton<IAfterObservation>(provider => provider.GetRequiredService<DeriveTotals>());
        services.AddScoped<IAfterObservation, RefreshPopularModels>();
        services.AddSingleton<TrendSources>();
        services.AddSingleton<ShareQuery>();
        services.AddSingleton<LeaderboardQuery>();
        services.AddSingleton<LeaderboardWeeksQuery>();
        services.AddSingleton<CrossingsQuery>();
        services.AddSingleton<FlowMatrixQuery>();
        services.AddSingleton<DefinitionsQuery>();
        services.AddSingleton<EventsQuery>();
        services.AddSingleton<ConcentrationQuery>();
        services.AddSingleton<RobustnessQuery>();
        services.AddSingleton<WhyQuery>();
        services.AddSingleton<GrowthQuery>();
        services.AddSingleton<DerivativesQuery>();
        services.AddSingleton<ReleasesQuery>();
        services.AddSingleton<AdoptionBaselines>();
        services.AddSingleton<AdoptionQuery>();
        services.AddSingleton<FirstMillionQuery>();
        services.AddSingleton<LineageQuery>();
        services.AddSingleton<SeriesQuery>();
        services.AddSingleton<RaceQuery>();
        services.AddSingleton<SearchQuery>();
        services.AddSingleton<SourceDifferencesQuery>();
    }

    public static void MapTrends(this WebApplication app)
    {
        var api = app.MapReadApi();
        api.MapAnswer<ShareQuery, ShareQuery.Query, ShareQuery.Response>("/share", "share", "Who makes what is downloaded, liked or trending, over time.",
            ShareQuery.Query.Parameters, (_, reader) => ShareQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<LeaderboardQuery, LeaderboardQuery.Query, LeaderboardQuery.Response>("/leaderboard", "leaderboard", "The first models of a day, with their labs.",
            LeaderboardQuery.Query.Parameters, (_, reader) => LeaderboardQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<LeaderboardWeeksQuery, LeaderboardWeeksQuery.Query, LeaderboardWeeksQuery.Response>("/leaderboard/weeks", "leaderboardWeeks", "Places per country, week by week, and the weeks that reach a number.",
            LeaderboardWeeksQuery.Query.Parameters, (_, reader) => LeaderboardWeeksQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<CrossingsQuery, CrossingsQuery.Query, CrossingsQuery.Response>("/crossings", "crossings", "When A overtook B for at least 28 days, under every definition.",
            CrossingsQuery.Query.Parameters, (_, reader) => CrossingsQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<LineageQuery, LineageQuery.Query, LineageQuery.Response>("/lineage", "lineage", "Who builds on a model: its root and the most downloaded models that lead there.",
            LineageQuery.Query.Parameters, (_, reader) => LineageQuery.Query.Read(reader), (handler, query, stop) => handler.HandleAsync(query, stop));
        api.MapAnswer<FlowMatrixQuery, FlowMatrixQuery.Query, FlowMatrixQuery.Response>("/flows", "flows", "Publisher country against origin country.",
            FlowMatrixQuery.Query.Parameters, (_, reader) => FlowMatrixQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<DefinitionsQuery, DefinitionsQuery.Query, DefinitionsQuery.Response>("/definitions", "definitions", "The share under every definition, beside the published claims.",
            DefinitionsQuery.Query.Parameters, (_, reader) => DefinitionsQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<EventsQuery, EventsQuery.Query, EventsQuery.Response>("/events", "events", "Dated notes drawn on charts: releases, detected stalls, rollbacks, partial polls.",
            EventsQuery.Query.Parameters, (_, reader) => EventsQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        MapModelAnswers(api);
    }

    private static void MapModelAnswers(RouteGroupBuilder api)
    {
        api.MapAnswer<ConcentrationQuery, ConcentrationQuery.Query, ConcentrationQuery.Response>("/concentration", "concentration", "What the first models and labs hold: top n, HHI, Gini.",
            ConcentrationQuery.Query.Parameters, (_, reader) => ConcentrationQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<RobustnessQuery, RobustnessQuery.Query, RobustnessQuery.Response>("/robustness", "robustness", "The headline without its largest model, test repositories, small models.",
            RobustnessQuery.Query.Parameters, (_, reader) => RobustnessQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<WhyQuery, WhyQuery.Query, WhyQuery.Response>("/why", "why", "What moved a share between two days: the exact sum of what models, labs or families contributed.",
            WhyQuery.Query.Parameters, (_, reader) => WhyQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<GrowthQuery, GrowthQuery.Query, GrowthQuery.Response>("/growth", "growth", "This week against the three before, without bursts.",
            GrowthQuery.Query.Parameters, (_, reader) => GrowthQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<DerivativesQuery, DerivativesQuery.Query, DerivativesQuery.Response>("/derivatives", "derivatives", "New models by origin and relation to their base.",
            DerivativesQuery.Query.Parameters, (_, reader) => DerivativesQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<ReleasesQuery, ReleasesQuery.Query, ReleasesQuery.Response>("/releases", "releases", "The release calendar: models by the period of their release.",
            ReleasesQuery.Query.Parameters, (_, reader) => ReleasesQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<AdoptionQuery, AdoptionQuery.Query, AdoptionQuery.Response>("/adoption", "adoption", "Downloads since release against the 10th model of the size class at the same age.",
            AdoptionQuery.Query.Parameters, (_, reader) => AdoptionQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<FirstMillionQuery, FirstMillionQuery.Query, FirstMillionQuery.Response>("/first-million", "firstMillion", "Days from release to the first million downloads.",
            FirstMillionQuery.Query.Parameters, (_, reader) => FirstMillionQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<SeriesQuery, SeriesQuery.Query, SeriesQuery.Response>("/models/{owner}/{name}/series", "modelSeries", "Raw observations of a model and the flows derived from them.",
            SeriesQuery.Query.Parameters, (http, reader) => SeriesQuery.Query.Read($"{http.Request.RouteValues["owner"]}/{http.Request.RouteValues["name"]}", reader), (handler, query, stop) => handler.HandleAsync(query, stop));
        api.MapAnswer<SourceDifferencesQuery, SourceDifferencesQuery.Query, SourceDifferencesQuery.Response>("/sources/differences", "sourceDifferences", "Models of which two sources tell different numbers on the same day.",
            SourceDifferencesQuery.Query.Parameters, (_, reader) => SourceDifferencesQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
        api.MapAnswer<SearchQuery, SearchQuery.Query, SearchQuery.Response>("/search", "search", "Labs, families and models by name.",
            SearchQuery.Query.Parameters, (_, reader) => SearchQuery.Query.Read(reader), async (handler, query, stop) => await handler.HandleAsync(query, stop));
    }
}
