using ModelTrends.Charts.Figures;
using ModelTrends.Domain.Labs;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Runners of a race from the day each was released: the same age stands over the same place.</summary>
internal static class AgeFigure
{
    /// <param name="released">By key; a runner without a day does not run.</param>
    /// <param name="regionOf">Decides a runner's colour.</param>
    public static Figure Of(ChartState state, ShareQuery.Response answer, IReadOnlyDictionary<string, DateOnly> released, Registry registry, string address, Func<string, string> regionOf)
    {
        var texts = ChartTexts.Of(state.Language);
        var light = Runners(state with { Theme = ThemeName.Light }, answer, released, texts, regionOf);
        var dark = Runners(state with { Theme = ThemeName.Dark }, answer, released, texts, regionOf);
        var runners = state.Theme == ThemeName.Dark ? dark : light;
        var subtitle = ChartTexts.Capital(texts.Format("subtitle.age", texts.Of(state.Measure, state.Selection.Population, answer.Meta.Coverage), Wording.By(texts, state), Wording.Interval(texts, state)));
        if (state.Scale == ChartScale.Log) subtitle += Wording.Log(texts);
        var rows = new CsvTable(
            ["key", "name", "released", "age_days", "day", "value", "share", "flags"],
            [.. answer.Series.Where(series => released.ContainsKey(series.Key)).SelectMany(series => series.Points.Where(point => point.Day >= released[series.Key]).Select(point =>
                (IReadOnlyList<object?>)[series.Key, series.Name, released[series.Key], point.Day.DayNumber - released[series.Key].DayNumber, point.Day, point.Value, point.Share, point.Flags]))]);
        return new Figure(Title(runners, texts, subtitle), subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, rows, rows, new { answer.Meta, answer.Series, Released = released }, runners.Count == 0,
            frame => AgeCurves.Draw(frame, runners, state.Scale == ChartScale.Log, value => state.Relative ? Ticks.Percent(value, state.Language) : NumberText.Compact((decimal)value, state.Language), days => texts.Format("days", days), texts["adoption.axis"]))
        {
            Reading = runners.Any(runner => runner.IsLate) ? texts["reading.late"] : "",
            More = [.. Late(runners, released, texts), .. Undated(state, answer, released, texts)],
            Legend = [.. light.OrderByDescending(runner => runner.Points[^1].Value).Select(runner => new LegendEntry(runner.Key, runner.Name, runner.Points[^1].Text, runner.Colour, dark.First(other => other.Key == runner.Key).Colour, false))],
        };
    }

    /// <summary>From which day on each is known that was released before the data begin.</summary>
    private static List<string> Late(List<Runner> runners, IReadOnlyDictionary<string, DateOnly> released, ChartTexts texts) => [.. runners.Where(runner => runner.IsLate)
        .Select(runner => texts.Format("finding.late", runner.Name, texts.Day(released[runner.Key]), texts.Day(released[runner.Key].AddDays(runner.Points[0].Days)), texts.Format("days", runner.Points[0].Days)))];

    /// <summary>Who was asked for and does not run, because nobody knows its first day.</summary>
    private static IEnumerable<string> Undated(ChartState state, ShareQuery.Response answer, IReadOnlyDictionary<string, DateOnly> released, ChartTexts texts) => answer.Series
        .Where(series => series.Points.Count > 0 && !released.ContainsKey(series.Key)).Select(series => texts.Format("finding.undated", state.ByModel ? series.Name : texts.Key(state.By, series.Key, series.Name)));

    /// <summary>At the greatest age that at least two have reached: who had more then. Without such an age, what each has at its own.</summary>
    private static string Title(List<Runner> runners, ChartTexts texts, string otherwise) => AtOneAge(runners, texts) ?? AtTheirOwn(runners, texts) ?? otherwise;

    private static string? AtTheirOwn(List<Runner> runners, ChartTexts texts)
    {
        var largest = runners.OrderByDescending(runner => runner.Points[^1].Value).Take(2).ToArray();
        return largest switch
        {
            [var one] => texts.Format("title.age.one", one.Name, one.Points[^1].Text, texts.Format("days", one.Points[^1].Days)),
            [var one, var other] => texts.Format("title.age.own", one.Name, one.Points[^1].Text, texts.Format("days", one.Points[^1].Days), other.Name, other.Points[^1].Text, texts.Format("days", other.Points[^1].Days)),
            _ => null,
        };
    }

    private static string? AtOneAge(List<Runner> runners, ChartTexts texts)
    {
        var ages = runners.Select(runner => runner.Points[^1].Days).OrderDescending().Skip(1).ToArray();
        if (ages.Length == 0) return null;
        var age = ages[0];
        var at = runners.Select(runner => (runner.Name, Point: runner.Points.LastOrDefault(point => point.Days <= age))).Where(pair => pair.Point.Text is not null && age - pair.Point.Days <= 31).OrderByDescending(pair => pair.Point.Value).Take(2).ToArray();
        return at.Length < 2 ? null : texts.Format("title.age", texts.Format("days", age), at[0].Name, at[0].Point.Text, at[1].Name, at[1].Point.Text);
    }

    private static List<Runner> Runners(ChartState state, ShareQuery.Response answer, IReadOnlyDictionary<string, DateOnly> released, ChartTexts texts, Func<string, string> regionOf)
    {
        var theme = Theme.Of(state.Theme);
        var shades = new Dictionary<string, int>(StringComparer.Ordinal);
        var runners = new List<Runner>();
        foreach (var series in answer.Series.Where(series => released.ContainsKey(series.Key)))
        {
            var points = series.Points.Where(point => point.Day >= released[series.Key]).Select(point => (
                Days: point.Day.DayNumber - released[series.Key].DayNumber, Value: (double?)(state.Relative ? point.Share : point.Value), Text: Text(point), Note: Wording.Note(texts, point.Flags), IsOpen: point.Flags.Contains("incomplete", StringComparer.Ordinal)))
                .Where(point => point.Value is not null && !point.IsOpen && (state.Scale != ChartScale.Log || point.Value > 0)).Select(point => (point.Days, point.Value!.Value, point.Text, point.Note)).ToArray();
            if (points.Length == 0) continue;
            var region = regionOf(series.Key);
            var shade = shades.GetValueOrDefault(region);
            shades[region] = shade + 1;
            var colour = region is Countries.Unknown ? theme.Faint : theme.Shade(region, shade);
            if (state.Highlight is { } one && one != series.Key && answer.Series.Any(other => other.Key == one)) colour = Theme.Mix(colour, theme.Paper, SeriesFigure.Faded);
            runners.Add(new Runner(series.Key, state.ByModel ? SeriesFigure.ShortModel(series.Name) : Wording.Brief(texts.Key(state.By, series.Key, series.Name)), colour, points));
        }

        return runners;

        string Text(ShareQuery.Point point) => state.Relative ? point.Share is { } share ? texts.Percent(share) : "" : point.Value is { } value ? texts.Number(value) : "";
    }
}
