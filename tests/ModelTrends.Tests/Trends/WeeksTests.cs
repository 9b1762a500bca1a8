using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

public sealed class WeeksTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly Monday = new(2026, 6, 1);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'archive:boards'") is not null) return;
        var source = await seed.SourceAsync("archive:boards", CoverageKind.List);
        await seed.ModelsAsync([.. Enumerable.Range(1, 12).Select(id => new Seed.SeenModel(id, $"o{id}/m{id}", id <= 6 ? "CN" : id <= 10 ? "US" : "FR", "lab" + id))]);
        await BoardAsync(1, 2, 3, 4, 5);
        await BoardAsync(1, 7, 2, 8, 3, day: 6);
        await BoardAsync(7, 6, 5, 4, 3, day: 9);
        await BoardAsync(11, 12, 7, 1, 2, 3, 4, day: 21);
        await BoardAsync(6, 5, 4, 3, 2, day: 27);
        await Seed.DeriveAsync(_site, source, Monday, Monday.AddDays(27));

        async Task BoardAsync(int first, int second, int third, int fourth, int fifth, int sixth = 9, int seventh = 10, int day = 0) =>
            await seed.SetAsync(source, Monday.AddDays(day), [.. new[] { first, second, third, fourth, fifth, sixth, seventh }.Select((id, i) => new Seed.Seen(id, 1000 - i, Likes: 10 * i, Rank: i + 1))]);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_week_is_judged_by_its_last_observed_day_and_one_without_is_no_week()
    {
        var answer = await _site.AskAsync("/api/v1/leaderboard/weeks?top=5&country=CN&atLeast=4");

        answer["weeks"]!.AsArray().Select(week => (week.Text("name"), week.Text("monday"), week.Text("day"), week!["reaches"]!.GetValue<bool>())).ShouldBe(
        [
            ("2026-W23", "2026-06-01", "2026-06-07", false), ("2026-W24", "2026-06-08", "2026-06-10", true), ("2026-W26", "2026-06-22", "2026-06-28", true),
        ]);
        answer["weeks"]![0]!["countries"]!.AsArray().Select(c => (c.Text("country"), c.Number("places"))).ShouldBe([("CN", 3m), ("US", 2m)]);
        answer["reached"]!.AsArray().Select(day => day!.GetValue<string>()).ShouldBe(["2026-06-08", "2026-06-22"]);
    }

    [Theory]
    [InlineData("top=5&country=CN&atLeast=5", "2026-06-22")]
    [InlineData("top=7&country=US&atLeast=3", "2026-06-01,2026-06-08")]
    [InlineData("top=5&country=FR&atLeast=1", "")]
    [InlineData("top=5&country=CN&atLeast=4&to=2026-06-22", "2026-06-08")]
    [InlineData("measure=likes&top=2&country=US&atLeast=2", "2026-06-01,2026-06-08,2026-06-22")]
    public async Task Other_questions_reach_other_weeks(string query, string weeks) =>
        string.Join(',', (await _site.AskAsync("/api/v1/leaderboard/weeks?" + query))["reached"]!.AsArray().Select(day => day!.GetValue<string>())).ShouldBe(weeks);

    [Fact]
    public async Task A_board_tells_the_place_a_week_before()
    {
        var answer = await _site.AskAsync("/api/v1/leaderboard?top=5&interval=week&day=2026-06-28");

        answer.Text("previousDay").ShouldBe("2026-06-10");
        answer["entries"]!.AsArray().Select(entry => (entry.Text("modelId"), entry.Number("previousRank"))).ShouldBe(
            [("o6/m6", 2m), ("o5/m5", 3m), ("o4/m4", 4m), ("o3/m3", 5m), ("o2/m2", null)]);
    }

    [Fact]
    public async Task The_boards_of_the_chart_are_those_that_are_asked_for_one_by_one()
    {
        var boards = (await _site.AskAsync("/charts/leaderboard.json?top=5"))["boards"]!.AsArray();

        boards.Select(board => board.Text("day")).ShouldBe(["2026-06-01", "2026-06-10", "2026-06-28"]);
        foreach (var board in boards)
        {
            var alone = await _site.AskAsync($"/api/v1/leaderboard?top=5&interval=week&day={board.Text("day")}");
            board!["entries"]!.ToJsonString().ShouldBe(alone["entries"]!.ToJsonString());
            board["previousDay"]?.GetValue<string>().ShouldBe(alone["previousDay"]?.GetValue<string>());
        }
    }

    [Fact]
    public async Task Places_are_shares_too()
    {
        var answer = await _site.AskAsync("/api/v1/share?measure=trendingSlots&top=5&interval=week");

        answer["series"].Row("key", "CN")["points"]!.AsArray().Select(point => (point.Text("day"), point.Number("share"))).ShouldBe(
            [("2026-06-01", 0.6m), ("2026-06-08", 0.8m), ("2026-06-22", 1m)]);
    }
}
