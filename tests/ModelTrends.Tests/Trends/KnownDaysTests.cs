using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>
/// Seventy days of two models, China's always ahead, from 15 March to 23 May 2026; on the last day the Hub's counters stand still. The days
/// of which nothing is known must not read as zero.
/// </summary>
public sealed class KnownDaysTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateOnly First = new(2026, 3, 15);
    private static readonly DateOnly Last = First.AddDays(69);
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.StartAsync(database);
        var seed = new Seed(database);
        if (await seed.ScalarAsync("select 1 from source where key = 'hub'") is not null) return;
        var source = await seed.SourceAsync("hub");
        await seed.ModelsAsync(
            new(1, "o/china", "CN", "alibaba", Created: new DateOnly(2025, 1, 1)), new(2, "o/america", "US", "meta", Created: new DateOnly(2025, 1, 1)),
            new(3, "o/picture", "US", "openai", PipelineTag: "text-to-image", Created: new DateOnly(2025, 1, 1)), new(4, "o/first-of-april", "CN", "alibaba", Created: new DateOnly(2026, 4, 1)));
        for (var day = First; day <= Last; day = day.AddDays(1))
        {
            var moved = day == Last ? day.DayNumber - First.DayNumber - 1 : day.DayNumber - First.DayNumber;
            List<Seed.Seen> rows =
            [
                new(1, AllTime: 100_000 + (3000L * moved), Likes: 10), new(2, AllTime: 100_000 + (1000L * moved), Likes: 20), new(3, AllTime: 100_000 + (500L * moved), Likes: 5),
            ];
            if (day >= new DateOnly(2026, 4, 1)) rows.Add(new(4, AllTime: 0, Likes: 0));
            await seed.SetAsync(source, day, rows);
        }

        await Seed.DeriveAsync(_site, source, First, Last);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task The_first_day_of_a_counter_and_a_last_one_that_stood_still_have_no_flow_and_are_no_zero()
    {
        var answer = await _site.AskAsync("/api/v1/share?measure=downloads");

        var points = answer["series"].Row("key", "CN")["points"]!.AsArray();
        (points[0].Text("day"), points[^1].Text("day"), points.Count).ShouldBe(("2026-03-16", "2026-05-22", 68));
        points.ShouldAllBe(point => point.Number("value") == 3000m && point.Number("share") == 0.75m);
        answer["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).ShouldContain("The Hub's counters have not moved since 2026-05-22; what was gained since is not known yet.", StringComparer.Ordinal);
    }

    [Fact]
    public async Task Asked_for_the_unknown_days_alone_the_answer_is_empty_with_a_note()
    {
        foreach (var day in new[] { "2026-03-15", "2026-05-23" })
        {
            var answer = await _site.AskAsync($"/api/v1/share?measure=downloads&from={day}&to={day}");
            answer["totals"]!.AsArray().ShouldBeEmpty();
            answer["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()).ShouldContain("There is no data for this question in this interval.", StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Who_was_ahead_on_every_day_crossed_on_none()
    {
        var answer = await _site.AskAsync("/api/v1/crossings?measure=downloads");

        answer["definitions"]!.AsArray().Where(row => row.Text("population") == "language").ShouldAllBe(row => row!["day"] == null && row["alreadyAbove"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_month_asked_for_is_that_month_from_its_first_days_counter_to_the_next()
    {
        var answer = await _site.AskAsync("/api/v1/share?measure=downloads&interval=month&from=2026-04-01&to=2026-04-30");

        var point = answer["series"].Row("key", "CN")["points"]!.AsArray().ShouldHaveSingleItem();
        (point.Text("day"), point.Number("value")).ShouldBe(("2026-04-01", 30 * 3000m));
        point!["flags"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_of_the_first_of_a_month_is_new_in_that_month_under_every_route()
    {
        var share = await _site.AskAsync("/api/v1/share?measure=newModels&interval=month&keys=CN");
        var derivatives = await _site.AskAsync("/api/v1/derivatives?interval=month");

        share["series"].Row("key", "CN")["points"].Row("day", "2026-04-01").Number("value").ShouldBe(1);
        derivatives["rows"]!.AsArray().Select(row => (row.Text("day"), row.Number("models"))).ShouldBe([("2026-04-01", 1m)]);
    }

    [Fact]
    public async Task A_task_group_is_a_switch_on_the_population()
    {
        var pictures = await _site.AskAsync("/api/v1/share?measure=likes&task=image&from=2026-05-01&to=2026-05-01");
        var language = await _site.AskAsync("/api/v1/share?measure=likes&task=language,image&population=all&from=2026-05-01&to=2026-05-01");
        var none = await _site.AskAsync("/api/v1/share?measure=likes&task=image&population=language&from=2026-05-01&to=2026-05-01");

        (pictures["totals"]![0].Number("value"), pictures["meta"].Text("population"), pictures["meta"]!["filters"].Text("task")).ShouldBe((5m, "all", "image"));
        language["totals"]![0].Number("value").ShouldBe(35);
        none["totals"]!.AsArray().ShouldBeEmpty();
        var refused = await _site.Client.GetAsync("/api/v1/share?task=painting");
        ((int)refused.StatusCode).ShouldBe(400);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("painting");
    }
}
