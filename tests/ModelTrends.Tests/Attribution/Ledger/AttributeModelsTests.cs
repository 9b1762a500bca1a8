using Microsoft.EntityFrameworkCore;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Attribution.Ledger;

public sealed class AttributeModelsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task An_hourly_poll_attributes_new_models_and_leaves_changed_bases_to_the_daily_walk()
    {
        await using var site = await TestSite.StartAsync(database);
        await HubFixture.WriteAsync(site.Services);
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        var step = scope.ServiceProvider.GetRequiredService<AttributeModels>();
        var (quick, whole) = (await SetAsync(db, Source.HubTrending, PollScope.Trending), await SetAsync(db, Source.Hub, PollScope.Hub));
        await db.Set<Model>().Where(m => m.Name == "nobody/own").ExecuteUpdateAsync(set => set.SetProperty(m => m.BaseNames, new[] { "Qwen/Qwen3-8B" }));

        await step.RunAsync(quick, CancellationToken.None);
        (await OriginAsync(db)).ShouldBe("unknown");
        await step.RunAsync(whole, CancellationToken.None);
        (await OriginAsync(db)).ShouldBe("alibaba");
    }

    [Fact]
    public async Task A_ledger_of_another_version_is_brought_into_step_at_start_and_the_move_is_reported()
    {
        await using var site = await TestSite.StartAsync(database);
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        db.Add(new RegistryVersion { Version = "000000000000", RecordedAt = DateTimeOffset.UnixEpoch });
        await db.SaveChangesAsync();

        await scope.ServiceProvider.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);

        var last = await db.Set<RegistryVersion>().OrderByDescending(v => v.Id).FirstAsync();
        last.Version.ShouldBe(Domain.Labs.Registry.Load().Version);
        last.Report.ShouldNotBeNull().ShouldContain("countries");
        var versions = await db.Set<RegistryVersion>().CountAsync();
        await scope.ServiceProvider.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
        (await db.Set<RegistryVersion>().CountAsync()).ShouldBe(versions);
    }

    private static async Task<ObservationChange> SetAsync(ModelTrendsDb db, string key, PollScope scope)
    {
        var source = await db.Set<Source>().SingleOrDefaultAsync(s => s.Key == key) ?? new Source { Key = key, Title = key };
        var set = new ObservationSet { Source = source, Scope = scope, Day = HubFixture.Day, State = SetState.Complete, Quality = SetQuality.Good, Models = 1 };
        db.Add(set);
        await db.SaveChangesAsync();
        var model = await db.Set<Model>().SingleAsync(m => m.Name == "nobody/own");
        db.Add(new Observation { Day = HubFixture.Day, SetId = set.Id, ModelId = model.Id, Downloads30d = 70, Likes = 9 });
        await db.SaveChangesAsync();
        return new ObservationChange(source.Id, HubFixture.Day, HubFixture.Day);
    }

    private static Task<string> OriginAsync(ModelTrendsDb db) => (
        from row in db.Set<Data.Tables.Attribution>()
        join model in db.Set<Model>() on row.ModelId equals model.Id
        where model.Name == "nobody/own" && row.Lens == Lens.Origin && row.SupersededAt == null
        select row.LabId).SingleAsync();
}
