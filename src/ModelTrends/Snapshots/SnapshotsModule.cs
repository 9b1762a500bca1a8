using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelTrends.Data;
using ModelTrends.HuggingFace;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Hosting;
using ModelTrends.Snapshots.Backfill;

namespace ModelTrends.Snapshots;

/// <summary>Polls of the Hub: the job, the verb, and the list of all polls.</summary>
public static class SnapshotsModule
{
    public static void AddSnapshots(this WebApplicationBuilder builder, Roles roles)
    {
        var services = builder.Services;
        services.AddHuggingFace(builder.Configuration);
        services.AddOptions<PollOptions>().Bind(builder.Configuration.GetSection(PollOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PollOptions>, PollOptionsCheck>();
        services.TryAddSingleton<CurrentRegistry>();
        services.AddSingleton<ScopePages>();
        services.AddScoped<PollSets>();
        services.AddScoped<ConfirmMissing>();
        services.AddScoped<FollowPolls>();
        services.AddScoped<PollModels>();
        services.AddScoped<PollModelsJob>();
        services.AddScoped<ListPolls>();
        services.AddOptions<BackfillOptions>().Bind(builder.Configuration.GetSection(BackfillOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BackfillOptions>, BackfillOptionsCheck>();
        services.AddScoped<PlanBackfill>();
        services.AddScoped<FetchArchive>();
        services.AddScoped<BackfillDaysJob>();
        if (roles.HasFlag(Roles.Worker))
            services.AddHostedService<FirstPoll>();
    }

    public static void MapSnapshots(this IEndpointRouteBuilder readApi) =>
        readApi.MapAnswer<ListPolls, ListPolls.Query, ListPolls.Response>(
            "/polls", "listPolls", "Every poll of the Hub: scope, day, times, models, pages, requests, state, quality, error.", ListPolls.Parameters,
            static (_, reader) => ListPolls.Read(reader), static async (handler, query, cancellationToken) => await handler.HandleAsync(query, cancellationToken));
}
