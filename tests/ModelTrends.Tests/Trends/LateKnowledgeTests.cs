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

    [Fact]
    public async Task A_new_version_of_the_rules_reaches_periods_that_have_ended()
    {
        var seed = new Seed(database);
        var source = await seed.SourceAsync("archive:rules");
        await seed.ModelsAsync(new Seed.SeenModel(11, "o/quick", "CN", "alibaba", Parameters: 3_000_000_000, Created: new DateOnly(2025, 6, 1)));
        await seed.SetAsync(source, First, [new(11, AllTime: 10_000)]);
        await seed.SetAsync(source, First.AddDays(1), [new(11, AllTime: 11_000)]);
        await Seed.DeriveAsync(_site, source, First, First.AddDays(1));
        await seed.ExecuteAsync("update model set parameters = 9000000000 where id = 11");
        await seed.SetAsync(source, First.AddDays(2), [new(11, AllTime: 12_000)]);
        await Seed.DeriveAsync(_site, source, First.AddDays(2), First.AddDays(2));
        const string Periods = "select string_agg(concat_ws(' ', valid_to is null, size_class, flags, rules_version), ', ' order by valid_from) from model_trait where model_id = 11";
        var derived = (string)(await seed.ScalarAsync(Periods))!;
        var cubes = await CubesAsync(seed);
        derived.ShouldBe("f 2 2 1, t 3 2 1");

        // As the rules of before would have left it: no candidate for mainline, and suspected of being a test.
        await seed.ExecuteAsync("update model_trait set flags = 1, rules_version = 0 where model_id = 11; update country_cube set flags = 1 where source_id = @source", ("source", source));
        await seed.SetAsync(source, First.AddDays(3), [new(11, AllTime: 13_000)]);
        await Seed.DeriveAsync(_site, source, First.AddDays(3), First.AddDays(3));
        await seed.ExecuteAsync("delete from country_cube where day > '2026-03-04' and source_id = @source", ("source", source));

        ((string)(await seed.ScalarAsync(Periods))!).ShouldBe(derived);
        (await CubesAsync(seed)).ShouldBe(cubes);
    }

    [Fact]
    public async Task A_day_that_comes_late_takes_the_break_away_from_the_day_after_it()
    {
        var seed = new Seed(database);
        var source = await seed.SourceAsync("archive:sizes");
        await seed.ModelsAsync([.. Enumerable.Range(20, 13).Select(id => new Seed.SeenModel(id, $"o/size{id}"))]);
        async Task SeeAsync(int day, int models)
        {
            await seed.SetAsync(source, First.AddDays(day), [.. Enumerable.Range(20, models).Select(id => new Seed.Seen(id, Downloads30d: 100))]);
            await Seed.DeriveAsync(_site, source, First.AddDays(day), First.AddDays(day));
        }

        async Task<string[]> BreaksAsync() => [.. (await _site.AskAsync("/api/v1/events?source=archive:sizes"))["events"]!.AsArray().Where(e => e.Text("kind") == "break").Select(e => e.Text("day"))];
        await SeeAsync(0, 10);
        await SeeAsync(2, 13);
        (await BreaksAsync()).ShouldBe(["2026-03-04"]);

        await SeeAsync(1, 12);

        (await BreaksAsync()).ShouldBeEmpty("12 is a fifth more than 10, and 13 a twelfth more than 12");
        (await _site.AskAsync("/api/v1/share?source=archive:sizes&measure=models&population=all"))["totals"]!.AsArray()
            .Select(total => (total.Text("day"), total.Number("value"), total!["flags"]!.AsArray().Count)).ShouldBe([("2026-03-02", 10m, 0), ("2026-03-03", 12m, 0), ("2026-03-04", 13m, 0)]);
    }

    /// <summary>Ten models make 1,000 a day each. Days that lack a tenth are flagged, days that lack a half are left out, until the counters are back.</summary>
    [Fact]
    public async Task While_many_counters_have_fallen_their_days_are_not_told_and_afterwards_as_they_were()
    {
        var seed = new Seed(database);
        var source = await seed.SourceAsync("archive:fallen");
        await seed.ModelsAsync([.. Enumerable.Range(40, 10).Select(id => new Seed.SeenModel(id, $"o/fallen{id}", id < 45 ? "CN" : "US", "x"))]);
        async Task SeeAsync(int day, int fallen)
        {
            await seed.SetAsync(source, First.AddDays(day), [.. Enumerable.Range(40, 10).Select(id => new Seed.Seen(id, AllTime: 500_000 + (1000L * day) - (id < 40 + fallen ? 200_000 : 0)))]);
            await Seed.DeriveAsync(_site, source, First.AddDays(day), First.AddDays(day));
        }

        async Task<(string Day, decimal? Value, string Flags)[]> TotalsAsync() => [.. (await _site.AskAsync("/api/v1/share?source=archive:fallen&measure=downloads&from=2026-03-20"))["totals"]!.AsArray()
            .Select(total => (total.Text("day"), total.Number("value"), string.Join(' ', total!["flags"]!.AsArray().Select(flag => flag!.GetValue<string>()))))];
        for (var day = 0; day < 20; day++)
            await SeeAsync(day, 0);
        await SeeAsync(20, 1);
        (await TotalsAsync()).ShouldBe([("2026-03-20", 10_000m, ""), ("2026-03-21", 10_000m, ""), ("2026-03-22", 9000m, "rollback")]);

        await SeeAsync(21, 5);
        await SeeAsync(22, 5);
        (await TotalsAsync()).ShouldBe([("2026-03-20", 10_000m, ""), ("2026-03-21", 10_000m, ""), ("2026-03-22", 9000m, "rollback")], "half of the days since is not known");
        var answer = await _site.AskAsync("/api/v1/share?source=archive:fallen&measure=downloads");
        answer["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).ShouldContain("Many of the Hub's counters fell after 2026-03-22 and may still come back; what was gained since is not known yet.", StringComparer.Ordinal);

        var whole = await DaysAsync(seed, source);
        await _site.Services.GetRequiredService<ModelTrends.Trends.Derive.DeriveTotals>().RebuildAsync(source, null, CancellationToken.None);
        (await DaysAsync(seed, source)).ShouldBe(whole, "from scratch as day after day");

        await SeeAsync(23, 0);
        (await TotalsAsync()).Select(total => (total.Day, total.Value)).ShouldBe([("2026-03-20", 10_000m), ("2026-03-21", 10_000m), ("2026-03-22", 10_000m), ("2026-03-23", 10_000m), ("2026-03-24", 10_000m), ("2026-03-25", 10_000m)]);
    }

    private static async Task<string> DaysAsync(Seed seed, int source) =>
        (string)(await seed.ScalarAsync("select string_agg(concat_ws(' ', day, flags), ', ' order by day) from trend_day where source_id = @source", ("source", source)))!;

    private static async Task<string> CubesAsync(Seed seed) => (string)(await seed.ScalarAsync(
        "select string_agg(concat_ws(' ', day, origin_country, task_group, size_class, vintage, flags, models, downloads, likes), chr(10) order by day, origin_country, task_group, size_class, vintage, flags) from country_cube"))!;
}
