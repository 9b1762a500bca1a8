using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Attribution;

/// <summary>A few models on one day, written as a poll would leave them, and attributed by the steps that follow an observation.</summary>
internal static class HubFixture
{
    public static readonly DateOnly Day = new(2026, 11, 23);

    public sealed record Row(string Name, long Downloads, int Likes, params string[] Bases);

    public static readonly Row[] Rows =
    [
        new("Qwen/Qwen3-8B", 1000, 50),
        new("unsloth/Qwen3-8B-GGUF", 300, 5, "Qwen/Qwen3-8B"),
        new("meta-llama/Llama-3.1-8B", 800, 40),
        new("nobody/merge", 100, 3, "Qwen/Qwen3-8B", "meta-llama/Llama-3.1-8B", "nobody/gone"),
        new("nobody/own", 70, 9),
        new("=evil/<b>x</b>", 1, 1),
    ];

    public static async Task WriteAsync(IServiceProvider services, IReadOnlyList<Row>? rows = null)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        var source = await db.Set<Source>().FirstOrDefaultAsync(s => s.Key == "archive:fixture");
        if (source is null) db.Add(source = new Source { Key = "archive:fixture", Title = "Fixture", Coverage = CoverageKind.List });
        var set = new ObservationSet { Source = source, Scope = PollScope.Archive, Day = Day, State = SetState.Complete, Quality = SetQuality.Good, Models = (rows ?? Rows).Count };
        db.Add(set);
        foreach (var row in rows ?? Rows)
        {
            var ns = row.Name.Split('/')[0].ToLowerInvariant();
            db.Add(new Model { Name = row.Name, Namespace = ns, BaseNames = row.Bases, FirstSeen = Day, LastSeen = Day });
        }

        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlRawAsync("create table if not exists observation_2026_11 partition of observation for values from ('2026-11-01') to ('2026-12-01')");
        foreach (var row in rows ?? Rows)
        {
            var model = await db.Set<Model>().SingleAsync(m => m.Name == row.Name);
            db.Add(new Observation { Day = Day, SetId = set.Id, ModelId = model.Id, Downloads30d = row.Downloads, Likes = row.Likes });
        }

        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<ObservationPipeline>().RunAsync(new ObservationChange(source.Id, Day, Day), CancellationToken.None);
    }
}
