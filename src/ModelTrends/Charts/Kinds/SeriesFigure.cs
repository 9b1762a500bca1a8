using ModelTrends.Charts.Figures;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>The share answer as a figure: pure, so equal answers give equal pictures.</summary>
internal static class SeriesFigure
{
    /// <summary>How far series beside the highlighted one go towards the paper: still to be told apart, no longer in the way.</summary>
    internal const double Faded = 0.72;

    /// <param name="regionOf">Decides a series' colour; null: the registry does.</param>
    public static Figure Of(ChartState state, ShareQuery.Response shown, ShareQuery.Response all, IReadOnlyList<EventsQuery.Event> events, Registry registry, string address, Func<string, string>? regionOf = null)
    {
        var texts = ChartTexts.Of(state.Language);
        regionOf ??= key => RegionOf(state.By, key, registry);
        var traces = Traces(state, shown, texts, regionOf);
        // In a race of counts the sum of all others is no runner; the table has it.
        if (IsOfRunners(state)) traces = [.. traces.Where(trace => trace.Key is not (KeyNames.Other or Countries.Unknown))];
        var marks = SeriesMarks.Of(state, traces, events, registry, texts) with { Pin = state.Pin is { } pin ? Period.Start(pin, state.Selection.Interval) : null };
        var isEmpty = traces.Count == 0 || traces.All(trace => trace.Last is null);
        var last = isEmpty ? (DateOnly?)null : Last(traces);
        var kind = state.Slug == "derivatives" ? "subtitle.derivatives" : state.Relative ? "subtitle.share" : "subtitle.values";
        var subtitle = ChartTexts.Capital(texts.Format(kind, texts.Of(state.Measure, state.Selection.Population, shown.Meta.Coverage), Wording.By(texts, state), Wording.Interval(texts, state)));
        if (state.Scale == ChartScale.Log && state.View == ChartView.Line) subtitle += Wording.Log(texts);
        return new Figure(
            isEmpty ? subtitle : Title(state, shown, traces, last!.Value, texts), subtitle, Wording.Footer(texts, shown.Meta, address), shown.Meta,
            Wording.Rows(shown), Wording.Rows(all), shown, isEmpty, frame => Draw(frame, state, traces, marks, texts)) { Reading = Reading(state, shown, texts), Legend = Legend(state, shown, texts, regionOf) };
    }

    private static bool IsOfRunners(ChartState state) => state is { IsRace: true, Relative: false, Keys.Count: > 0 };

    /// <summary>Named series first, the largest first; what stands for many comes last.</summary>
    private static List<LegendEntry> Legend(ChartState state, ShareQuery.Response shown, ChartTexts texts, Func<string, string> regionOf)
    {
        var dark = Traces(state with { Theme = ThemeName.Dark, Highlight = null }, shown, texts, regionOf).ToDictionary(trace => trace.Key, trace => trace.Colour, StringComparer.Ordinal);
        return [.. Traces(state with { Theme = ThemeName.Light, Highlight = null }, shown, texts, regionOf)
            .Where(trace => trace.Last is not null && !(IsOfRunners(state) && trace.Key is KeyNames.Other or Countries.Unknown))
            .OrderBy(trace => trace.Key is KeyNames.Other or Countries.Unknown).ThenByDescending(trace => trace.Last!.Value)
            .Select(trace => new LegendEntry(trace.Key, trace.Name, trace.Last!.Text, trace.Colour, dark[trace.Key], trace.IsUnknown))];
    }

    private static string Reading(ChartState state, ShareQuery.Response answer, ChartTexts texts)
    {
        if (state.View == ChartView.Bar) return "";
        var flags = answer.Series.SelectMany(series => series.Points).SelectMany(point => point.Flags).ToHashSet(StringComparer.Ordinal);
        string[] parts = [flags.Contains("incomplete") ? texts["reading.dashed"] : "", flags.Any(flag => flag is not ("incomplete" or "break")) ? texts["reading.hollow"] : ""];
        return string.Join(texts["join"], parts.Where(part => part.Length > 0));
    }

    private static System.Text.Json.Nodes.JsonObject Draw(Frame frame, ChartState state, IReadOnlyList<Trace> traces, TimeMarks marks, ChartTexts texts)
    {
        var periods = traces.SelectMany(trace => trace.Points).Select(point => point.Day).Distinct().Count();
        if (state.View == ChartView.Bar || periods < 2) return BarFigure.Draw(frame, Bars(traces));
        if (state.View == ChartView.Area && state.Relative) return TimeFigure.Areas(frame, traces, texts["flag.incomplete"], marks);
        return TimeFigure.Lines(frame, Ordered(traces), state.Scale == ChartScale.Log,
            value => state.Relative ? Ticks.Percent(value, state.Language) : NumberText.Compact((decimal)value, state.Language), null, marks);
    }

    /// <summary>The largest first, so that its symbol and shade are the plainest.</summary>
    private static List<Trace> Ordered(IReadOnlyList<Trace> traces) => [.. traces.Where(trace => trace.Last is not null).OrderByDescending(trace => trace.Last!.Value)];

    private static List<Bar> Bars(IReadOnlyList<Trace> traces) => [.. traces.Where(trace => trace.Last is not null)
        .OrderBy(trace => trace.Key is KeyNames.Other or Countries.Unknown).ThenByDescending(trace => trace.Last!.Value).Select(trace => new Bar(trace.Name, trace.Last!.Value!.Value, trace.Last.Text, trace.Colour, trace.IsUnknown))];

    /// <summary>From the bottom of the stack to the top: China first, the United States last, what nobody is named for in between.</summary>
    private static List<Trace> Traces(ChartState state, ShareQuery.Response answer, ChartTexts texts, Func<string, string> regionOf)
    {
        var theme = Theme.Of(state.Theme);
        var shades = new Dictionary<string, int>(StringComparer.Ordinal);
        var traces = new List<(int Order, Trace Trace)>();
        foreach (var series in answer.Series)
        {
            var region = regionOf(series.Key);
            var shade = shades.GetValueOrDefault(region);
            shades[region] = shade + 1;
            var isPlain = region is Countries.Unknown or Theme.Other;
            var points = series.Points.Select(point => Point(point, state, texts)).ToArray();
            traces.Add((Order(region), new Trace(series.Key, NameOf(state, series, texts), isPlain ? theme.Colour(region) : theme.Shade(region, shade), series.Key == Countries.Unknown, points)));
        }

        var isHighlighted = traces.Exists(trace => trace.Trace.Key == state.Highlight);
        return [.. traces.OrderBy(trace => trace.Order).Select(trace => isHighlighted && trace.Trace.Key != state.Highlight ? trace.Trace with { Colour = Theme.Mix(trace.Trace.Colour, theme.Paper, Faded) } : trace.Trace)];
    }

    private static TracePoint Point(ShareQuery.Point point, ChartState state, ChartTexts texts)
    {
        var value = state.Relative ? point.Share : point.Value;
        var text = value is null ? "" : state.Relative ? texts.Percent(value.Value) : texts.Number(value.Value);
        return new TracePoint(point.Day, (double?)value, text, Wording.Note(texts, point.Flags), point.Flags.Contains("incomplete", StringComparer.Ordinal), point.Flags.Contains("break", StringComparer.Ordinal));
    }

    private static int Order(string region) => region switch
    {
        Regions.China => 0,
        Regions.Europe => 2,
        Regions.Rest => 3,
        Countries.International => 4,
        Countries.Individual => 5,
        Theme.Other => 6,
        Countries.Unknown => 7,
        Regions.UnitedStates => 9,
        _ => 8,
    };

    private static string NameOf(ChartState state, ShareQuery.Series series, ChartTexts texts) => state.ByModel ? ShortModel(series.Name) : Wording.Brief(texts.Key(state.By, series.Key, series.Name));

    /// <summary>The owner is told by the table; the name is what readers know a model by.</summary>
    public static string ShortModel(string modelId) => modelId[(modelId.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static string RegionOf(Dimension by, string key, Registry registry)
    {
        if (key is KeyNames.Other or Countries.Unknown) return key;
        return by switch
        {
            Dimension.Region => key,
            Dimension.Country => Regions.Of(key),
            Dimension.Lab => registry.FindLab(key)?.Region ?? Countries.Unknown,
            Dimension.Family => LabRegion(registry.FindFamily(key)),
            _ => LabRegion(registry.Families.FirstOrDefault(family => family.Generations.Any(generation => generation.Name == key))),
        };

        string LabRegion(Family? family) => family is null ? Countries.Unknown : registry.FindLab(family.LabId)?.Region ?? Countries.Unknown;
    }

    private static DateOnly Last(IReadOnlyList<Trace> traces) => traces.Where(trace => trace.Last is not null).Max(trace => trace.Last!.Day);

    private static string Title(ChartState state, ShareQuery.Response answer, List<Trace> traces, DateOnly day, ChartTexts texts)
    {
        var (what, when) = (texts.Of(state.Measure, state.Selection.Population, answer.Meta.Coverage), Wording.When(texts, state, day));
        if (state.By is Dimension.Region or Dimension.Country && Share(Regions.China, "CN") is { } china && Share(Regions.UnitedStates, "US") is { } us)
        {
            return state.Slug != "derivatives" ? texts.Format("title.chinaUs", texts.Percent(china), what, texts.Percent(us), when)
                : state.Measure is Measure.Models or Measure.NewModels ? texts.Format("title.derivatives", texts.Percent(china), texts.Percent(us), texts.Population(state.Selection.Population, answer.Meta.Coverage), when)
                : texts.Format("title.derivativesUse", texts.Percent(china), texts.Percent(us), what, when);
        }

        var named = traces.Where(trace => trace.Key is not (KeyNames.Other or Countries.Unknown) && trace.Last?.Day == day).OrderByDescending(trace => trace.Last!.Value).Take(2).ToArray();
        var title = named.Length switch
        {
            0 => texts.Format("title.single", traces[0].Name, traces[0].Last?.Text, what, when),
            1 => texts.Format("title.single", named[0].Name, named[0].Last!.Text, what, when),
            _ => texts.Format("title.lead", named[0].Name, named[0].Last!.Text, what, when, named[1].Name, named[1].Last!.Text),
        };
        return state.Slug == "derivatives" ? texts.Format("title.amongDerivatives", title) : title;

        decimal? Share(string region, string country) =>
            answer.Series.FirstOrDefault(series => series.Key == region || series.Key == country)?.Points.FirstOrDefault(point => point.Day == day)?.Share;
    }
}
