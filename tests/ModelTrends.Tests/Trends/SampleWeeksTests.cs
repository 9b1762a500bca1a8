using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using ModelTrends.Archive;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Trends;

/// <summary>The question the product is named for, asked of the archives that ship with it and answered again here from their raw rows.</summary>
public sealed class SampleWeeksTests(SampleSite sample) : IClassFixture<SampleSite>
{
    private sealed record Listed(DateOnly Day, string Model, int Rank, DateOnly? Created, string[] Bases);

    private readonly TestSite _site = sample.Site;

    [Theory]
    [InlineData("trending-2026-spring", 5, "CN", 4)]
    [InlineData("trending-2026-spring", 10, "CN", 5)]
    [InlineData("trending-2026-spring", 5, "US", 2)]
    [InlineData("embedding-models-2024-2026", 5, "CN", 2)]
    [InlineData("embedding-models-2024-2026", 10, "US", 3)]
    public async Task Weeks_with_at_least_k_of_the_top_n_from_a_country_are_those_of_the_raw_rows(string archive, int top, string country, int atLeast)
    {
        var expected = Read(archive).GroupBy(row => Period.Start(row.Day, Interval.Week)).OrderBy(week => week.Key).Select(week =>
        {
            var last = week.Max(row => row.Day);
            return (Monday: week.Key, Day: last, Places: week.Where(row => row.Day == last).OrderBy(row => row.Rank).Take(top).Count(row => CountryOf(row.Model, row.Created) == country));
        }).ToArray();

        var answer = await _site.AskAsync($"/api/v1/leaderboard/weeks?source=archive:{archive}&lens=publisher&population=all&top={top}&country={country}&atLeast={atLeast}");

        answer["weeks"]!.AsArray().Select(week => (DateOnly.Parse(week.Text("monday"), CultureInfo.InvariantCulture), DateOnly.Parse(week.Text("day"), CultureInfo.InvariantCulture), Places(week!, country))).ShouldBe(expected);
        answer["reached"]!.AsArray().Select(day => DateOnly.Parse(day!.GetValue<string>(), CultureInfo.InvariantCulture)).ShouldBe(expected.Where(week => week.Places >= atLeast).Select(week => week.Monday));
    }

    /// <summary>Bases as the tags of all archives declare them, followed to their ends by hand.</summary>
    [Fact]
    public async Task Under_the_origin_lens_a_derivative_takes_its_place_for_its_root()
    {
        string[] archives = ["trending-2026-spring", "radar-2026-08"];
        var rows = archives.SelectMany(Read).ToArray();
        var bases = rows.Where(row => row.Bases.Length > 0).GroupBy(row => row.Model, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Last().Bases, StringComparer.OrdinalIgnoreCase);
        var created = rows.GroupBy(row => row.Model, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Created, StringComparer.OrdinalIgnoreCase);
        string Root(string model, int depth = 0) => depth < 6 && bases.TryGetValue(model, out var next) ? next.Select(name => Root(name, depth + 1)).Order(StringComparer.OrdinalIgnoreCase).First() : model;
        var week = Read(archives[0]).Where(row => row.Day == new DateOnly(2026, 5, 3)).OrderBy(row => row.Rank).Take(100).Select(row => CountryOf(Root(row.Model), created.GetValueOrDefault(Root(row.Model)) ?? row.Created));

        var answer = await _site.AskAsync("/api/v1/leaderboard/weeks?source=archive:trending-2026-spring&population=all&top=100&country=CN&atLeast=1&to=2026-05-03");

        var counted = answer["weeks"]!.AsArray().Single(w => w.Text("day") == "2026-05-03")!["countries"]!.AsArray().ToDictionary(c => c.Text("country"), c => (int)c.Number("places")!, StringComparer.Ordinal);
        counted.ShouldBe(week.GroupBy(country => country, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal), ignoreOrder: true);
    }

    [Theory]
    [InlineData("measure=trendingSlots&top=100", 700)]
    [InlineData("measure=models", 5200)]
    public async Task At_least_85_of_100_trending_entries_have_a_known_origin(string measured, int entries)
    {
        var answer = await _site.AskAsync($"/api/v1/share?source=archive:trending-2026-spring&population=all&{measured}");

        var unknown = answer["series"]!.AsArray().Where(series => series.Text("key") == "unknown").SelectMany(series => series!["points"]!.AsArray()).Sum(point => point.Number("value")) ?? 0;
        answer["totals"]!.AsArray().Sum(total => total.Number("value")).ShouldBe(entries);
        (1 - (unknown / entries)).ShouldBeGreaterThanOrEqualTo(0.85m);
        answer["meta"]!["coverage"].Number("knownShare")!.Value.ShouldBe(1 - (unknown / entries), 0.000001m);
    }

    /// <summary>A namespace that changed hands in October 2025 carries more than a quarter of this archive of August 2026.</summary>
    [Fact]
    public async Task Under_the_publisher_lens_a_model_counts_for_whoever_owns_its_namespace_on_the_day_of_the_observation()
    {
        var answer = await _site.AskAsync("/api/v1/share?source=archive:radar-2026-08&lens=publisher&population=all&measure=downloads30d");

        decimal Share(string country) => answer["series"].Row("key", country)["points"]!.AsArray()[^1].Number("share")!.Value;
        decimal.Round(Share("US"), 3).ShouldBe(0.583m);
        decimal.Round(Share("DE"), 3).ShouldBe(0.013m);
    }

    private static int Places(JsonNode week, string country) =>
        (int)(week["countries"]!.AsArray().SingleOrDefault(c => c.Text("country") == country)?.Number("places") ?? 0);

    private static string CountryOf(string model, DateOnly? created) => Registry.Load().Attribute(model, created).Lab.Country;

    private static List<Listed> Read(string archive)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(BundledArchives.Folder, archive + ".csv.gz")), CompressionMode.Decompress));
        var header = reader.ReadLine()!.Split(',');
        string Cell(string[] row, string name) => Array.IndexOf(header, name) is var at and >= 0 ? row[at] : "";
        var rows = new List<Listed>();
        while (reader.ReadLine() is { } line)
        {
            var row = line.Split(',');
            var rank = Cell(row, "trending_rank");
            var created = Cell(row, "created_at");
            rows.Add(new Listed(
                DateOnly.ParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), row[1], rank.Length == 0 ? int.MaxValue : int.Parse(rank, CultureInfo.InvariantCulture),
                created.Length == 0 ? null : DateOnly.ParseExact(created[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                [.. Cell(row, "tags").Split(';').Where(tag => tag.StartsWith("base_model:", StringComparison.Ordinal)).Select(tag => tag[(tag.LastIndexOf(':') + 1)..]).Distinct(StringComparer.OrdinalIgnoreCase)]));
        }

        return rows;
    }
}
