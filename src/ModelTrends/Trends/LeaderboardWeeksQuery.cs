using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Trends;

/// <summary>The board of each week's last observed day: how many places each country holds, and which weeks reach a number.</summary>
public sealed class LeaderboardWeeksQuery(LeaderboardQuery boards, TrendSources sources, CurrentRegistry registries)
{
    /// <summary>Two years of weeks; each is a board of its own.</summary>
    private const int MostWeeks = 110;

    /// <summary>Places looked at on the week's board before; a model further down counts as new.</summary>
    private const int PreviousPlaces = 100;

    public sealed record Query(Selection Selection, BoardMeasure Measure = BoardMeasure.Trending, int Top = 5, string? Country = "CN", int AtLeast = 4)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
            QueryParameter.Choice("measure", "What decides the place.", BoardMeasure.Trending),
            new("top", "How many places, 1 to 100.", Default: "5", Format: "integer"),
            new("country", "ISO 3166-1 alpha-2, or international, individual, unknown.", Default: "CN"),
            new("atLeast", "Places of the country from which a week is named.", Default: "4", Format: "integer"));

        public static Query Read(QueryReader reader)
        {
            var country = reader.Text("country", 20) ?? "CN";
            if (!Countries.IsKnown(country))
                reader.Fail("country", "is an ISO 3166-1 alpha-2 code in capitals, or international, individual, unknown.", [Countries.International, Countries.Individual, Countries.Unknown]);
            var top = reader.Number("top", 5, 1, 100);
            return new Query(Selection.Read(reader), reader.Choice("measure", BoardMeasure.Trending), top, country, reader.Number("atLeast", Math.Min(4, top), 1, top));
        }
    }

    /// <param name="Reached">Mondays of the weeks that reach <c>atLeast</c>.</param>
    public sealed record Response(Meta Meta, string Country, int AtLeast, IReadOnlyList<Week> Weeks, IReadOnlyList<DateOnly> Reached) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["week", "monday", "day", "country", "places", "reaches"],
            Weeks.SelectMany(week => week.Countries.Select(count => (IReadOnlyList<object?>)[week.Name, week.Monday, week.Day, count.Country, count.Places, week.Reaches && count.Country == Country])));
    }

    public sealed record Week(string Name, DateOnly Monday, DateOnly Day, IReadOnlyList<CountryPlaces> Countries, bool Reaches, IReadOnlyList<LeaderboardQuery.Entry> Entries);

    public sealed record CountryPlaces(string Country, int Places);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var measure = LeaderboardQuery.MeasureOf(query.Measure);
        var selection = query.Selection with { Interval = Interval.Week };
        var source = await sources.FindAsync(selection.Source, measure, cancellationToken);
        var weeks = new List<Week>();
        var notes = new List<string>();
        if (source is not null)
        {
            var first = Period.Start(selection.From ?? source.FirstDay, Interval.Week);
            var last = selection.To is { } to && to < source.LastDay ? to : source.LastDay;
            var oldest = Period.Start(last, Interval.Week).AddDays(-7 * (MostWeeks - 1));
            if (first < oldest)
            {
                notes.Add($"Only the last {MostWeeks} weeks are shown; ask with to= for earlier ones.");
                first = oldest;
            }

            var days = await boards.WeekDaysAsync(source, query.Measure, first, last, cancellationToken);
            var all = await boards.ReadAsync(new LeaderboardQuery.Query(selection, query.Measure), source, days, Math.Max(query.Top, PreviousPlaces), cancellationToken);
            IReadOnlyList<LeaderboardQuery.Entry> before = [];
            foreach (var (day, board) in days.Select(day => (day, all[day])).Where(week => week.Item2.Count > 0))
            {
                weeks.Add(Count(query, day, LeaderboardQuery.WithPlaces([.. board.Take(query.Top)], before)));
                before = board;
            }
        }

        if (weeks.Count == 0) notes.Add("There is no board in this interval.");
        var unknown = Shares.Of(weeks.Sum(week => week.Countries.Where(count => count.Country == Countries.Unknown).Sum(count => count.Places)), weeks.Sum(week => week.Entries.Count));
        return new Response(
            AnswerMeta.Of(selection, measure, source, registries.Now, unknown, notes, Names.Of(query.Measure), "places"), query.Country ?? "CN", query.AtLeast, weeks, [.. weeks.Where(week => week.Reaches).Select(week => week.Monday)]);
    }

    private static Week Count(Query query, DateOnly day, LeaderboardQuery.Entry[] entries)
    {
        var counts = entries.GroupBy(entry => entry.Country, StringComparer.Ordinal).Select(group => new CountryPlaces(group.Key, group.Count()))
            .OrderByDescending(count => count.Places).ThenBy(count => count.Country, StringComparer.Ordinal).ToArray();
        return new Week(Period.WeekName(day), Period.Start(day, Interval.Week), day, counts, counts.Any(count => count.Country == query.Country && count.Places >= query.AtLeast), entries);
    }
}
