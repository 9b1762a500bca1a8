using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelTrends.Archive;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends;

namespace ModelTrends.Tests.Trends;

/// <summary>Eight recorded days of the Hub, close to what a poll sees; every share computed again here from the files.</summary>
public sealed class RealDaysTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private sealed record Seen(DateOnly Day, string Id, long Likes, long Downloads, string? Task, DateOnly Created);

    private TestSite _site = null!;
    private List<Seen> _rows = [];

    public async ValueTask InitializeAsync()
    {
        var folder = Path.GetFullPath(Path.Combine(ModelTrends.Platform.Places.Root, "..", "shared", "data", "hub-days-2026-08"));
        Assert.SkipUnless(Directory.Exists(folder), $"The shared data are not here ({folder}).");
        _rows = [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(Read)];
        _site = await TestSite.StartAsync(database);
        if (await new Seed(database).ScalarAsync("select 1 from trend_day limit 1") is not null) return;
        var file = Path.Combine(Directory.CreateDirectory(_site.DataFolder).FullName, "hub-days.csv");
        await File.WriteAllTextAsync(file, Csv(_rows));
        await using var scope = _site.Services.CreateAsyncScope();
        var report = await scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(new ImportRequest([file], "hub-days"), CancellationToken.None);
        report.Faulty.ShouldBe(0);
    }

    public ValueTask DisposeAsync() => _site is null ? ValueTask.CompletedTask : _site.DisposeAsync();

    [Theory]
    [InlineData(Population.All, Measure.Downloads30d)]
    [InlineData(Population.Language, Measure.Downloads30d)]
    [InlineData(Population.FirstYear, Measure.Downloads30d)]
    [InlineData(Population.Mainline, Measure.Downloads30d)]
    [InlineData(Population.All, Measure.Likes)]
    [InlineData(Population.Language, Measure.Likes)]
    [InlineData(Population.All, Measure.Models)]
    public async Task Totals_and_shares_of_countries_labs_and_families_are_those_of_the_files(Population population, Measure measure)
    {
        // A task that the Hub told only later was no other one before.
        var tasks = _rows.Where(row => row.Task is not null).GroupBy(row => row.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Task, StringComparer.OrdinalIgnoreCase);
        var counted = _rows.Where(row => Counts(row with { Task = tasks.GetValueOrDefault(row.Id) }, population)).ToArray();
        counted.Length.ShouldBeGreaterThan(200);
        foreach (var lens in Enum.GetValues<Lens>())
        {
            foreach (var by in new[] { Dimension.Country, Dimension.Region, Dimension.Lab, Dimension.Family })
            {
                var expected = counted.GroupBy(row => (row.Day, Key: KeyOf(row, by, lens))).Select(g => (g.Key.Day, g.Key.Key, Value: g.Sum(row => Value(row, measure)))).ToArray();
                var answer = await _site.Services.GetRequiredService<ShareQuery>().HandleAsync(new ShareQuery.Query(new Selection { Lens = lens, Population = population }, by, measure));

                answer.Totals.Select(total => (total.Day, total.Value)).ShouldBe(expected.GroupBy(cell => cell.Day).Select(day => (day.Key, (decimal)day.Sum(cell => cell.Value))).Order());
                foreach (var series in answer.Series.Where(series => series.Key != KeyNames.Other))
                {
                    foreach (var point in series.Points)
                        point.Value.ShouldBe(expected.SingleOrDefault(cell => cell.Day == point.Day && cell.Key == series.Key).Value, $"{lens} {by} {series.Key} {point.Day}");
                }

                answer.Series.SelectMany(series => series.Points).GroupBy(point => point.Day).ShouldAllBe(day => day.Sum(point => point.Share) == 1);
            }
        }
    }

    [Theory]
    [InlineData(Measure.Downloads30d, 0.95)]
    [InlineData(Measure.Likes, 0.97)]
    public async Task Nearly_all_is_attributed_to_the_lab_that_publishes(Measure measure, double atLeast)
    {
        var answer = await _site.Services.GetRequiredService<ShareQuery>().HandleAsync(new ShareQuery.Query(new Selection { Lens = Lens.Publisher, Population = Population.All }, Dimension.Lab, measure));

        answer.Meta.Coverage.KnownShare!.Value.ShouldBeGreaterThanOrEqualTo((decimal)atLeast);
    }

    /// <summary>
    /// These recordings declare no bases, so that a model's root is itself. By origin it is whose it was when it was made, by publisher whose its
    /// namespace was on the day of the recording, where the registry knows an owner of that day.
    /// </summary>
    private static string KeyOf(Seen row, Dimension by, Lens lens)
    {
        var made = Registry.Load().Attribute(row.Id, row.Created);
        var published = Registry.Load().Attribute(row.Id, row.Day);
        var found = lens == Lens.Origin || published.Lab.Id == Lab.UnknownId ? made : published;
        return by switch
        {
            Dimension.Country => found.Lab.Country,
            Dimension.Region => Regions.Of(found.Lab.Country),
            Dimension.Lab => found.Lab.Id,
            _ => found.Family?.Id ?? (found.Lab.Id == Lab.UnknownId ? Lab.UnknownId : KeyNames.Other),
        };
    }

    private static bool Counts(Seen row, Population population) => population switch
    {
        Population.Language => row.Task is "text-generation" or "image-text-to-text" or "any-to-any",
        Population.FirstYear => Released(row) is { } day && row.Day.DayNumber - day.DayNumber is >= 0 and <= 365,
        Population.Mainline => row.Downloads >= 1000 && Traits.Of(row.Id, row.Task, null, null, row.Created, Releases.Load().Of(row.Id)).Flags.HasFlag(TraitFlags.MainlineCandidate),
        _ => true,
    };

    private static DateOnly? Released(Seen row) => Releases.Load().Of(row.Id) ?? (row.Created > new DateOnly(2022, 3, 2) ? row.Created : null);

    private static long Value(Seen row, Measure measure) => measure switch { Measure.Likes => row.Likes, Measure.Models => 1, _ => row.Downloads };

    private static IEnumerable<Seen> Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var day = DateOnly.ParseExact(json.RootElement.GetProperty("date").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return [.. json.RootElement.GetProperty("models").EnumerateArray().Select(model => new Seen(
            day, model.GetProperty("id").GetString()!, model.GetProperty("likes").GetInt64(), model.GetProperty("downloads").GetInt64(), model.GetProperty("pipeline_tag").GetString(),
            DateOnly.FromDateTime(model.GetProperty("createdAt").GetDateTimeOffset().UtcDateTime)))];
    }

    private static string Csv(IEnumerable<Seen> rows)
    {
        var text = new StringBuilder("day,model_id,downloads_30d,likes,pipeline_tag,created_at\n");
        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"{row.Day:yyyy-MM-dd},{row.Id},{row.Downloads},{row.Likes},{row.Task},{row.Created:yyyy-MM-dd}T12:00:00Z\n");
        return text.ToString();
    }
}
