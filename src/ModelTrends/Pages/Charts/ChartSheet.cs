using System.Globalization;
using ModelTrends.Charts;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Files;
using ModelTrends.Charts.Kinds;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Charts;

/// <summary>A chart as a page shows it: drawn twice (wide, narrow), with its numbers, files and citation. The partial view is <c>_ChartPanel</c>.</summary>
public sealed record ChartSheet(ChartKind Kind, ChartState State, Figure Figure, ChartMetadata Metadata, string WideSvg, string NarrowSvg, string Site, IReadOnlyList<string> Sources)
{
    public ChartTexts Texts => ChartTexts.Of(State.Language);

    /// <summary>What was not understood of the address, by parameter.</summary>
    public IReadOnlyDictionary<string, string> Faults { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the controls lead: the page that shows the sheet.</summary>
    public string Path { get; init; } = $"/charts/{Kind.Slug}";

    /// <summary>The page's own parameters, kept when a control changes.</summary>
    public IReadOnlyList<(string Name, string Value)> Own { get; init; } = [];

    /// <summary>Whether title and footer stand in the picture; else the page says them.</summary>
    public bool HasCaption { get; init; } = true;

    public string Query => State.ToQuery(Kind.Defaults);

    /// <summary>Where the browser finds the same drawing for its own width.</summary>
    public string Option => File("option.json") + (HasCaption ? "" : (Query.Length == 0 ? "?" : "&") + "caption=false");

    public string File(string ending) => $"/charts/{Kind.Slug}.{ending}{Query}";

    /// <summary>What places that show links show of this state.</summary>
    public string SocialPicture => $"{Site}{File("png")}{(Query.Length == 0 ? "?" : "&")}preset=og";

    /// <summary>The newest rows; the file has all.</summary>
    public IEnumerable<IReadOnlyList<object?>> LastRows() =>
        (Figure.Shown.Header[0] == "day" ? Figure.Shown.Rows.OrderByDescending(row => row[0]) : Figure.Shown.Rows).Take(120);

    /// <summary>Whether a column of the table holds numbers, so that its head stands over them.</summary>
    public bool IsNumber(int column) => Figure.Shown.Rows.Select(row => row[column]).FirstOrDefault(cell => cell is not null) is decimal or int or long;

    public string Cell(object? value) => value switch
    {
        null => "",
        DateOnly day => DateText.Day(day, State.Language),
        decimal number => AnswerJson.Normalise(number).ToString(CultureInfo.InvariantCulture),
        IEnumerable<string> list when value is not string => string.Join(", ", list),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
