using Microsoft.Extensions.Localization;
using ModelTrends.Charts;
using ModelTrends.Pages.Charts;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Feeds;

/// <summary>Feeds for those who wait for news: dated events, and the days China and the United States passed each other.</summary>
public sealed class SiteFeeds(EventsQuery events, CrossingsQuery crossings, ChartSheets sheets, IStringLocalizer<SiteTexts> texts)
{
    /// <summary>Readers of feeds want the latest; /api/v1/events has all.</summary>
    private const int Most = 60;

    public async Task<AtomFeed> EventsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var site = sheets.Site(request);
        var answer = await events.HandleAsync(new EventsQuery.Query(), cancellationToken);
        var entries = answer.Events.OrderByDescending(e => e.Day).Take(Most).Select(e => new AtomEntry(
            $"{site}/events/{e.Day:yyyy-MM-dd}/{e.Kind}/{Uri.EscapeDataString(e.Source ?? e.Title)}", NoteText.Of(e.Title, Language.Current), Midnight(e.Day), e.Url ?? $"{site}/data",
            string.Join(", ", new[] { DateText.Day(e.Day, Language.Current), ChartTexts.Of(Language.Current).Event(e.Kind), e.Source }.Where(part => part is not null))));
        return new AtomFeed($"{site}/events/feed.xml", texts["FeedEventsTitle"], $"{site}/events/feed.xml", [.. entries]);
    }

    public async Task<AtomFeed> CrossingsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var site = sheets.Site(request);
        var entries = new List<AtomEntry>();
        foreach (var (a, b) in new[] { ("CN", "US"), ("US", "CN") })
        {
            var answer = await crossings.HandleAsync(new CrossingsQuery.Query(new Selection(), Dimension.Country, a, b), cancellationToken);
            foreach (var row in answer.Definitions.Where(row => row.Day is not null))
            {
                var definition = $"measure={Names.Of(row.Measure)}&lens={Names.Of(row.Lens)}&population={Names.Of(row.Population)}";
                var address = $"{site}/race?by=country&keys={a},{b}&{definition}";
                entries.Add(new AtomEntry(
                    $"{address}#{row.Day:yyyy-MM-dd}", Said(a, b, row, answer.Meta.Coverage),
                    Midnight(row.Day!.Value), address, string.Join(" ", answer.Meta.Notes.Select(note => NoteText.Of(note, Language.Current)))));
            }
        }

        return new AtomFeed($"{site}/crossings/feed.xml", texts["FeedCrossingsTitle"], $"{site}/crossings/feed.xml", [.. entries.OrderByDescending(entry => entry.Updated).ThenBy(entry => entry.Id, StringComparer.Ordinal)]);
    }

    private string Said(string a, string b, CrossingsQuery.Row row, Coverage coverage)
    {
        var words = ChartTexts.Of(Language.Current);
        return texts["FeedPassed", words.Country(a, a), words.Country(b, b), DateText.Day(row.Day!.Value, Language.Current), words.Of(row.Measure, row.Population, coverage), words["lens." + Names.Of(row.Lens)]];
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
