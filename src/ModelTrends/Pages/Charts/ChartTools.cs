using System.Globalization;
using ModelTrends.Charts;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Charts;

/// <param name="Key">The keyboard's key; null: none.</param>
public sealed record ChartToolLink(string Text, string Address, bool IsOn, string? Key = null);

/// <param name="Label">Read out before the links, never shown.</param>
public sealed record ChartToolGroup(string Name, string Label, IReadOnlyList<ChartToolLink> Links);

/// <summary>A value of the pinned day as the page reads it out.</summary>
public sealed record PinnedValue(string Key, string Name, string Value, string Share, string Flags);

/// <summary>The line of links under a chart: days, periods, values, scale, view. Each is an address, so it works without a script and can be sent on.</summary>
public static class ChartTools
{
    private static readonly (string Text, int Months)[] Spans = [("tool.month", 1), ("tool.quarter", 3), ("tool.half", 6), ("tool.year", 12), ("tool.twoYears", 24)];

    public static bool IsTimeSeries(this ChartSheet sheet) => sheet.Kind.IsOfSeries();

    public static bool IsOfSeries(this ModelTrends.Charts.Kinds.ChartKind kind) => kind.Slug is "share" or "families" or "labs" or "derivatives" or "race";

    /// <summary>Whether the numbers stand where the picture would.</summary>
    public static bool IsTable(this ChartSheet sheet) => sheet.State.View == ChartView.Table && sheet.Kind.Defaults.View != ChartView.Table;

    /// <summary>Whether the axis is the calendar, where days can be held and chosen.</summary>
    public static bool HasDates(this ChartSheet sheet) => sheet.IsTimeSeries() && sheet.State.View != ChartView.Bar && sheet.State.Align == Alignment.Date;

    /// <summary>Whether from= and to= choose days of an axis.</summary>
    public static bool HasRange(this ChartSheet sheet) => sheet.Span is { } span && span.First < span.Last && (sheet.IsTimeSeries() || sheet.Kind.Slug is "releases" or "leaderboard");

    public static IEnumerable<ChartToolGroup> ToolGroups(this ChartSheet sheet)
    {
        var (state, texts) = (sheet.State, sheet.Texts);
        if (sheet.HasRange() && Range(sheet) is { Count: > 1 } range) yield return new ChartToolGroup("range", texts["tool.range"], range);
        if (sheet.IsTimeSeries() || sheet.Kind.Slug is "releases" or "leaderboard")
            yield return Choice(sheet, "interval", Enum.GetValues<Interval>().Where(value => !state.IsBoard || value != Interval.Month).Select(value => (Names.Of(value), value == state.Selection.Interval)));
        if (state.IsRace && (state.ByModel || state.By is not (Dimension.Country or Dimension.Region)))
            yield return Choice(sheet, "align", Enum.GetValues<Alignment>().Select(value => (Names.Of(value), value == state.Align)));
        if (sheet.IsTimeSeries() && state.View != ChartView.Table)
        {
            if (!state.ByModel) yield return Choice(sheet, "relative", [("true", state.Relative), ("false", !state.Relative)]);
            if (state.View == ChartView.Line) yield return Choice(sheet, "scale", Enum.GetValues<ChartScale>().Select(value => (Names.Of(value), value == state.Scale)));
        }

        if (sheet.Kind.Defaults.View != ChartView.Table)
            yield return Choice(sheet, "view", sheet.Kind.Views.Where(view => view != ChartView.Area || state.Relative).Append(ChartView.Table).Select(value => (Names.Of(value), value == state.View)));
        if (state.IsBoard)
            yield return Choice(sheet, "top", new[] { 5, 10, 25, 100 }.Select(top => (top.ToString(CultureInfo.InvariantCulture), top == state.Top)));
    }

    /// <summary>What was on the pinned day, or null where nothing is pinned or nothing was observed.</summary>
    public static (DateOnly Day, IReadOnlyList<PinnedValue> Values)? Pinned(this ChartSheet sheet)
    {
        if (sheet.State.Pin is not { } pin || sheet.Figure.Answer is not ShareQuery.Response answer) return null;
        var (texts, language) = (sheet.Texts, sheet.State.Language);
        var start = Period.Start(pin, sheet.State.Selection.Interval);
        var values = answer.Series.Select(series => (series, Point: series.Points.FirstOrDefault(point => point.Day == start)))
            .Where(pair => pair.Point?.Value is not null).OrderByDescending(pair => pair.Point!.Value)
            .Select(pair => new PinnedValue(
                pair.series.Key, texts.Key(sheet.State.By, pair.series.Key, pair.series.Name), Platform.Languages.NumberText.Exact(Math.Round(pair.Point!.Value!.Value), language),
                Platform.Languages.NumberText.Percent(pair.Point.Share, language), string.Join(", ", pair.Point.Flags.Select(flag => texts["flag." + flag])))).ToArray();
        return (start, values);
    }

    private static List<ChartToolLink> Range(ChartSheet sheet)
    {
        var (span, chosen) = (sheet.Span!.Value, sheet.State.Selection);
        var end = chosen.To is { } to && to < span.Last ? to : span.Last;
        var links = new List<ChartToolLink>();
        foreach (var (text, months) in Spans)
        {
            var from = end.AddMonths(-months).AddDays(1);
            if (from <= span.First) continue;
            links.Add(new ChartToolLink(sheet.Texts[text], sheet.Link(("from", Iso(from)), ("to", chosen.To is null ? null : Iso(chosen.To.Value))), chosen.From == from));
        }

        links.Add(new ChartToolLink(sheet.Texts["tool.all"], sheet.Link(("from", null), ("to", null)), chosen.From is null && chosen.To is null, "0"));
        return links;
    }

    private static ChartToolGroup Choice(ChartSheet sheet, string name, IEnumerable<(string Value, bool IsOn)> values)
    {
        var links = values.Select(value => new ChartToolLink(
            name == "top" ? sheet.Texts.Format("tool.top", value.Value) : sheet.Texts.Option(name, value.Value), sheet.Link(Changes(sheet, name, value.Value)), value.IsOn, KeyOf(name, value.Value)));
        return new ChartToolGroup(name, sheet.Texts.Control(name), [.. links]);
    }

    /// <summary>A value that is the default of the chart is left out of its address; shares drawn as areas become lines when they become counts.</summary>
    private static (string, string?)[] Changes(ChartSheet sheet, string name, string value)
    {
        var usual = sheet.Kind.Defaults;
        var byDefault = name switch
        {
            "interval" => Names.Of(usual.Selection.Interval),
            "relative" => usual.Relative ? "true" : "false",
            "scale" => Names.Of(usual.Scale),
            "view" => Names.Of(usual.View),
            "align" => Names.Of(usual.Align),
            _ => usual.Top.ToString(CultureInfo.InvariantCulture),
        };
        var change = (name, value == byDefault ? null : value);
        return name == "relative" && value == "false" && sheet.State.View == ChartView.Area ? [change, ("view", usual.View == ChartView.Line ? null : Names.Of(ChartView.Line))] : [change];
    }

    private static string? KeyOf(string name, string value) => (name, value) switch
    {
        ("view", "line") => "l",
        ("view", "area") => "s",
        ("view", "bar") => "b",
        ("view", "table") => "t",
        ("scale", "log") => "e",
        ("scale", "linear") => "n",
        ("relative", "true") => "%",
        ("relative", "false") => "#",
        ("interval", "day") => "D",
        ("interval", "week") => "W",
        ("interval", "month") => "M",
        _ => null,
    };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
