using System.Text.Json.Nodes;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts.Figures;

/// <summary>A chart before it has a size: what it says, what it shows, and how to draw it on a frame.</summary>
/// <param name="Title">The finding.</param>
/// <param name="Subtitle">The definition.</param>
/// <param name="Footer">Source, unknown share, date, address, method: each part stays whole.</param>
/// <param name="Shown">The rows in the picture.</param>
/// <param name="All">Every row of the answer.</param>
/// <param name="Answer">The answer of the read API that was drawn.</param>
public sealed record Figure(
    string Title, string Subtitle, IReadOnlyList<string> Footer, Meta Meta, CsvTable Shown, CsvTable All, object Answer, bool IsEmpty, Func<Frame, JsonObject> Plot)
{
    public CsvTable Shown { get; init; } = Shown.Attributed(Meta.AttributionVersion);

    public CsvTable All { get; init; } = All.Attributed(Meta.AttributionVersion);

    /// <summary>How to read the picture: what dashes and hollow points mean. Stands behind the subtitle.</summary>
    public string Reading { get; init; } = "";

    /// <summary>Sentences behind the title, for pages and metadata: what else the numbers say.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>The series in the picture, for the list under it; empty where there are none to choose from.</summary>
    public IReadOnlyList<LegendEntry> Legend { get; init; } = [];

    /// <summary>The same answer in other colours, without asking again.</summary>
    public Func<ThemeName, Figure>? InTheme { get; init; }

    public JsonObject Draw(Frame frame, bool withCaption) => Plot(withCaption ? frame.WithCaption(Title, Caption(frame.Language), Footer) : frame);

    /// <summary>Definition and how to read the signs. Without a finding the title is the definition; once is enough.</summary>
    private string Caption(Platform.Languages.Language language) => (Title == Subtitle, Reading.Length == 0) switch
    {
        (true, _) => ChartTexts.Capital(Reading),
        (_, true) => Subtitle,
        _ => $"{Subtitle}{(language == Platform.Languages.Language.Chinese ? "；" : "; ")}{Reading}",
    };
}

/// <summary>One series over time.</summary>
/// <param name="IsUnknown">Drawn hatched.</param>
public sealed record Trace(string Key, string Name, string Colour, bool IsUnknown, IReadOnlyList<TracePoint> Points)
{
    /// <summary>The last finished point: a week that has begun says nothing in numbers yet. Where none is finished, the last one.</summary>
    public TracePoint? Last => Points.LastOrDefault(point => point is { Value: not null, IsIncomplete: false }) ?? Points.LastOrDefault(point => point.Value is not null);
}

/// <param name="Text">The value as written in labels and tooltips.</param>
/// <param name="IsBreak">The set of models changed before this point: no line leads to it.</param>
/// <param name="Note">Why the point is drawn hollow; null: it is sound.</param>
public sealed record TracePoint(DateOnly Day, double? Value, string Text, string? Note, bool IsIncomplete, bool IsBreak = false);

/// <summary>One bar.</summary>
public sealed record Bar(string Name, double Value, string Text, string Colour, bool IsUnknown);

/// <summary>A series as the page lists it.</summary>
/// <param name="Text">Its last value.</param>
/// <param name="Light">Its colour on a light page.</param>
/// <param name="Dark">Its colour on a dark page.</param>
public sealed record LegendEntry(string Key, string Name, string Text, string Light, string Dark, bool IsUnknown);
