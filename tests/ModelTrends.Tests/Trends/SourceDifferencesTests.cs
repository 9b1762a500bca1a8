using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

public sealed class SourceDifferencesTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 8, 7);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'hub'") is not null) return;
        await seed.ModelsAsync(new(1, "o/same"), new(2, "o/other"), new(3, "o/alone"));
        foreach (var (key, likes) in new[] { ("hub", 10), ("archive:a", 13), ("archive:b", 10) })
        {
            var source = await seed.SourceAsync(key);
            await seed.SetAsync(source, Day, [new(1, 100, Likes: 1), new(2, 200, Likes: likes), .. key == "hub" ? new Seed.Seen[] { new(3, 5) } : []]);
            if (key == "hub") await seed.SetAsync(source, Day.AddDays(1), [new(1, 100, Likes: 1)]);
            await Seed.DeriveAsync(_site, source, Day, Day.AddDays(1));
        }
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Two_sources_that_tell_different_numbers_of_a_day_are_listed_and_both_stay()
    {
        var answer = await _site.AskAsync("/api/v1/sources/differences");

        answer.Text("day").ShouldBe("2026-08-07");
        answer["differences"]!.AsArray().Select(row => (row.Text("modelId"), row.Text("measure"), row.Text("source"), row.Text("otherSource"), row.Number("value"), row.Number("otherValue"), row.Number("by"))).ShouldBe(
            [("o/other", "likes", "archive:a", "archive:b", 13m, 10m, -3m), ("o/other", "likes", "archive:a", "hub", 13m, 10m, -3m)]);
        answer["pairs"]!.AsArray().Select(row => (row.Text("source"), row.Text("otherSource"), row.Text("measure"), row.Number("compared"), row.Number("differing"))).ShouldBe(
        [
            ("archive:a", "archive:b", "downloads30d", 2m, 0m), ("archive:a", "archive:b", "likes", 2m, 1m),
            ("archive:a", "hub", "downloads30d", 2m, 0m), ("archive:a", "hub", "likes", 2m, 1m),
            ("archive:b", "hub", "downloads30d", 2m, 0m), ("archive:b", "hub", "likes", 2m, 0m),
        ]);
        (await new Seed(database).ScalarAsync("select count(*) from observation where day = '2026-08-07'")).ShouldBe(7L);
    }

    [Fact]
    public async Task The_list_is_asked_for_by_source_and_measure_and_says_when_there_is_nothing_to_compare()
    {
        var one = await _site.AskAsync("/api/v1/sources/differences?source=archive:b&measure=likes");
        var csv = await _site.Client.GetStringAsync("/api/v1/sources/differences.csv?source=archive:b&measure=likes");
        var none = await _site.AskAsync("/api/v1/sources/differences?day=2026-08-08");

        one["differences"]!.AsArray().ShouldHaveSingleItem().Text("source").ShouldBe("archive:a");
        csv.ReplaceLineEndings("\n").ShouldBe("day,model_id,measure,source,other_source,value,other_value,difference\n2026-08-07,o/other,likes,archive:a,archive:b,13,10,-3\n");
        none["meta"]!["notes"]![0]!.GetValue<string>().ShouldBe("No two sources observed the same model on this day.");
        ((int)(await _site.Client.GetAsync("/api/v1/sources/differences?measure=models")).StatusCode).ShouldBe(400);
        ((int)(await _site.Client.GetAsync("/api/v1/sources/differences?source=archive:none")).StatusCode).ShouldBe(400);
    }
}
