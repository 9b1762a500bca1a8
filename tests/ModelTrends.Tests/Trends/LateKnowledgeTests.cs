using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>What becomes known of a model late is true of its days before, also of days between two observations, which hold nothing but flows.</summary>
public sealed class LateKnowledgeTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 3, 2);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TestSite.StartAsync(database);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Another_lab_and_a_late_release_day_reach_the_days_of_a_gap()
    {
        var seed = new Seed(database);
        var source = await seed.SourceAsync("hub");
        await seed.ModelsAsync(new Seed.SeenModel(1, "o/late", "unknown", Parameters: 3_000_000_000), new Seed.SeenModel(2, "o/steady", "US", "meta", Created: new DateOnly(2025, 6, 1)));
        await seed.SetAsync(source, First, [new(1, AllTime: 10_000, Likes: 1), new(2, AllTime: 10_000, Likes: 1)]);
        await seed.SetAsync(source, First.AddDays(4), [new(1, AllTime: 14_000, Likes: 1), new(2, AllTime: 14_000, Likes: 1)]);
        await Seed.DeriveAsync(_site, source, First, First.AddDays(4));

        await seed.ExecuteAsync("update attribution set superseded_at = now() where model_id = 1");
        await seed.AttributeAsync(1, Lens.Origin, "CN", "alibaba", recorded: TimeProvider.System.GetUtcNow());
        await seed.AttributeAsync(1, Lens.Publisher, "CN", "alibaba", recorded: TimeProvider.System.GetUtcNow());
        // The day of its release becomes known in the same moment as another size: the days before keep the old size and learn the release.
        await seed.ExecuteAsync("update model set created_at = '2026-01-10', pipeline_tag = 'image-text-to-text', parameters = 9000000000 where id = 1");
        await seed.SetAsync(source, First.AddDays(5), [new(1, AllTime: 15_000, Likes: 1), new(2, AllTime: 15_000, Likes: 1)]);
        await Seed.DeriveAsync(_site, source, First.AddDays(5), First.AddDays(5));

        foreach (var population in new[] { "language", "mainline", "first-year" })
        {
            var answer = await _site.AskAsync($"/api/v1/share?measure=downloads&population={population}&keys=CN");
            answer["series"].Row("key", "CN")["points"]!.AsArray().Select(point => (point.Text("day"), point.Number("value"))).ShouldBe(
                [("2026-03-03", 1000m), ("2026-03-04", 1000m), ("2026-03-05", 1000m), ("2026-03-06", 1000m), ("2026-03-07", 1000m)], population);
        }

        var incremental = await CubesAsync(seed);
        await using (var scope = _site.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ModelTrends.Trends.Derive.DeriveTotals>().RebuildAsync(source, null, CancellationToken.None);
        (await CubesAsync(seed)).ShouldBe(incremental);
    }

    private static async Task<string> CubesAsync(Seed seed) => (string)(await seed.ScalarAsync(
        "select string_agg(concat_ws(' ', day, origin_country, task_group, size_class, vintage, flags, models, downloads, likes), chr(10) order by day, origin_country, task_group, size_class, vintage, flags) from country_cube"))!;
}
