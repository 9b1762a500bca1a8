using System.Text;
using Microsoft.Extensions.Primitives;
using ModelTrends.Charts.Figures;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts;

public enum ChartView { Line, Area, Bar, Table }

public enum ChartScale { Linear, Log }

/// <summary>Races only: over the calendar, or over the days since each runner's release.</summary>
public enum Alignment { Date, Release }

/// <summary>A chart's address, parsed. Equal addresses are equal states, whatever the order of their parameters.</summary>
public sealed record ChartState(string Slug)
{
    /// <summary>Series a picture can tell apart; more keys are refused, smaller series are summed as other.</summary>
    public const int MostSeries = 10;

    public Selection Selection { get; init; } = new();
    public Dimension By { get; init; } = Dimension.Region;
    /// <summary>Races and contributions only: the series are single models, whatever <see cref="By"/> says.</summary>
    public bool ByModel { get; init; }
    /// <summary>Contributions only: whose share moved, and what that key is.</summary>
    public string Key { get; init; } = "CN";
    public Dimension Of { get; init; } = Dimension.Country;
    public Alignment Align { get; init; }
    public Measure Measure { get; init; } = Measure.Downloads30d;
    public BoardMeasure Board { get; init; } = BoardMeasure.Trending;
    public int Top { get; init; } = 10;
    public DateOnly? Day { get; init; }
    public IReadOnlyList<string> Keys { get; init; } = [];
    public ChartView View { get; init; } = ChartView.Line;
    public ChartScale Scale { get; init; } = ChartScale.Linear;
    /// <summary>Shares of the whole rather than counts.</summary>
    public bool Relative { get; init; }
    /// <summary>The series that stands out, the others pale; null: all alike.</summary>
    public string? Highlight { get; init; }
    /// <summary>The day whose values are read out, marked on the chart.</summary>
    public DateOnly? Pin { get; init; }
    public Language Language { get; init; } = Language.English;
    public ThemeName Theme { get; init; }

    /// <summary>The state of an address. Faults are gathered in the reader; the caller throws them together with those of its own parameters.</summary>
    public static ChartState Read(ChartState defaults, QueryReader reader)
    {
        var byModel = reader.Text("by") is { } by ? (defaults.IsRace || defaults.IsWhy) && by.Equals(Model, StringComparison.OrdinalIgnoreCase) : defaults.ByModel;
        var state = defaults with
        {
            Selection = Selection.Read(reader),
            By = byModel ? defaults.By : reader.Choice("by", defaults.By),
            ByModel = byModel,
            Key = reader.Text("key", 100) ?? defaults.Key,
            Of = reader.Choice("of", defaults.Of),
            Align = reader.Choice("align", defaults.Align),
            Measure = defaults.IsBoard ? defaults.Measure : reader.Choice("measure", defaults.Measure),
            Board = defaults.IsBoard ? reader.Choice("measure", defaults.Board) : defaults.Board,
            Top = reader.Number("top", defaults.Top, 1, 100),
            Day = reader.Day("day"),
            Keys = reader.List("keys", MostSeries) is { Count: > 0 } keys ? [.. keys] : defaults.Keys,
            View = reader.Choice("view", defaults.View),
            Scale = ReadScale(reader, defaults.Scale),
            Relative = reader.Flag("relative", defaults.Relative),
            Highlight = reader.Text("highlight", 100),
            Pin = reader.Day("pin"),
            Language = ReadLanguage(reader, defaults.Language),
            Theme = reader.Choice("theme", ThemeName.Light),
        };
        state = state with
        {
            Selection = state.Selection with
            {
                Relations = state.Selection.Relations.Count == 0 ? defaults.Selection.Relations : state.Selection.Relations,
                Population = reader.Text("population") is null ? defaults.Selection.Population : state.Selection.Population,
                Interval = reader.Text("interval") is null ? defaults.Selection.Interval : state.Selection.Interval,
            },
        };
        if (!defaults.IsBoard && state.Measure == Measure.TrendingSlots && state.Top is not (5 or 10 or 25 or 100))
            reader.Fail("top", $"'{state.Top}' is not one of 5, 10, 25, 100.", ["5", "10", "25", "100"]);
        return state;
    }

    /// <summary>For callers outside HTTP: the whole address at once, faults thrown.</summary>
    /// <exception cref="BadQueryException">A parameter is unknown or has a value that is not allowed.</exception>
    public static ChartState Parse(ChartState defaults, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var reader = new QueryReader(query);
        var state = Read(defaults, reader);
        reader.ThrowIfFaulty(Parameters);
        return state;
    }

    /// <summary>One parameter with two meanings, by contract: the axis, and the resolution of a picture.</summary>
    private static ChartScale ReadScale(QueryReader reader, ChartScale byDefault)
    {
        var scale = byDefault;
        foreach (var text in reader.List("scale", 2))
        {
            if (text is "1" or "2" or "3") continue;
            if (Names.TryParse<ChartScale>(text, out var read)) scale = read;
            else reader.Fail("scale", $"'{(text.Length > 60 ? text[..60] : text)}' is not one of linear, log, 1, 2, 3.", ["linear", "log", "1", "2", "3"]);
        }

        return scale;
    }

    private static Language ReadLanguage(QueryReader reader, Language byDefault)
    {
        if (reader.Text("lang") is not { } code) return byDefault;
        if (Language.Find(code) is { } language) return language;
        var codes = Language.All.Select(known => known.Code).ToArray();
        reader.Fail("lang", $"'{(code.Length > 60 ? code[..60] : code)}' is not one of {string.Join(", ", codes)}.", codes);
        return byDefault;
    }

    /// <summary>What <c>by=</c> calls single models, in races and contributions alone.</summary>
    public const string Model = "model";

    public bool IsRace => Slug == "race";

    public bool IsWhy => Slug == "why";

    public bool IsBoard => Slug == "leaderboard";

    public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(
        QueryParameter.Choice("by", "What a series stands for.", Dimension.Region),
        new("measure", "What is counted."),
        new("key", "Contributions: whose share moved.", Default: "CN"),
        QueryParameter.Choice("of", "Contributions: what the key is. They take by=lab, family and model.", Dimension.Country),
        new("top", "Places that count.", Default: "10", Format: "integer"),
        new("day", "The last day of a board.", Format: "date"),
        new("keys", "Series wanted, at most ten, separated by commas; the rest is summed as other."),
        QueryParameter.Choice("view", "How it is drawn.", ChartView.Line),
        QueryParameter.Choice("align", "Races: over the calendar, or over the days since each runner's release. Races take by=model too.", Alignment.Date),
        new("scale", "Of the value axis; for pictures also the pixels of the file for each of the sheet; both as log,2.", ["linear", "log", "1", "2", "3"], "linear"),
        new("relative", "Shares rather than counts.", ["true", "false"], Format: "boolean"),
        new("highlight", "Key of the series that stands out; the others are pale."),
        new("pin", "The day whose values are read out, marked on charts over time.", Format: "date"),
        new("lang", "Language of the words.", [.. Language.All.Select(language => language.Code)], Language.English.Code),
        QueryParameter.Choice("theme", "Colours.", ThemeName.Light));

    /// <summary>The canonical query: what differs from the chart's defaults, always in the same order; empty, or with the question mark.</summary>
    public string ToQuery(ChartState defaults)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Pairs(defaults))
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal));
        return text.ToString();
    }

    /// <summary>Parameters that differ from the defaults.</summary>
    public IEnumerable<(string Name, string Value)> Pairs(ChartState defaults)
    {
        if (Selection.Lens != Lens.Origin) yield return ("lens", Names.Of(Selection.Lens));
        if (Selection.Population != defaults.Selection.Population) yield return ("population", Names.Of(Selection.Population));
        if (Key != defaults.Key) yield return ("key", Key);
        if (Of != defaults.Of) yield return ("of", Names.Of(Of));
        if (ByModel && !defaults.ByModel) yield return ("by", Model);
        else if (!ByModel && (defaults.ByModel || By != defaults.By)) yield return ("by", Names.Of(By));
        if (Align != defaults.Align) yield return ("align", Names.Of(Align));
        if (Measure != defaults.Measure) yield return ("measure", Names.Of(Measure));
        if (Board != defaults.Board) yield return ("measure", Names.Of(Board));
        if (Top != defaults.Top) yield return ("top", Invariant(Top));
        if (Keys.Count > 0) yield return ("keys", string.Join(',', Keys));
        if (Selection.Sizes.Count > 0) yield return ("size", string.Join(',', Selection.Sizes.Select(size => Names.Of(size))));
        if (!Selection.Relations.SequenceEqual(defaults.Selection.Relations)) yield return ("relation", string.Join(',', Selection.Relations.Select(relation => Names.Of(relation))));
        if (Selection.ExcludeCi) yield return ("excludeCi", "true");
        if (Selection.Source is { } source) yield return ("source", source);
        if (Selection.From is { } from) yield return ("from", Invariant(from));
        if (Selection.To is { } to) yield return ("to", Invariant(to));
        if (Day is { } day) yield return ("day", Invariant(day));
        if (Selection.Interval != defaults.Selection.Interval) yield return ("interval", Names.Of(Selection.Interval));
        if (Selection.AsOf is { } asOf) yield return ("asOf", asOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture));
        if (View != defaults.View) yield return ("view", Names.Of(View));
        if (Scale != defaults.Scale) yield return ("scale", Names.Of(Scale));
        if (Relative != defaults.Relative) yield return ("relative", Relative ? "true" : "false");
        if (Highlight is { } highlight) yield return ("highlight", highlight);
        if (Pin is { } pin) yield return ("pin", Invariant(pin));
        if (Language != Language.English) yield return ("lang", Language.Code);
        if (Theme != ThemeName.Light) yield return ("theme", Names.Of(Theme));
    }

    private static string Invariant(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
