using ModelTrends.Charts;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Files;
using ModelTrends.Charts.Kinds;
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

    /// <summary>First and last day the source has, between which a reader may choose.</summary>
    public (DateOnly First, DateOnly Last)? Span { get; init; }

    /// <summary>Series that could be drawn, the largest first, by key and name; empty where there is nothing to choose.</summary>
    public IReadOnlyList<(string Key, string Name)> Candidates { get; init; } = [];

    /// <summary>Whether title and footer stand in the picture; else the page says them.</summary>
    public bool HasCaption { get; init; } = true;

    /// <summary>A note of the answer in the reader's words, with archives by their titles.</summary>
    public string Note(string note) => Titled(NoteText.Of(note, State.Language));

    /// <summary>A source as readers know it.</summary>
    public string SourceName(string key) => key is "hub" or "hub:labs" or "hub:trending" ? Texts["footer." + key] : Titled(key);

    private string Titled(string text) => SourceCredit.Titled(text, Metadata.Sources);

    public string Query => State.ToQuery(Kind.Defaults);

    /// <summary>Where the browser finds the same drawing for its own width.</summary>
    public string Option => File("option.json") + (HasCaption ? "" : (Query.Length == 0 ? "?" : "&") + "caption=false");

    /// <summary>The page's address with some of the chart's parameters changed; a null value takes one away. Links of controls lead here, so every state has an address.</summary>
    public string Link(params (string Name, string? Value)[] changes)
    {
        var pairs = Chosen().Concat(Own).Where(pair => !changes.Any(change => change.Name == pair.Name)).Select(pair => (pair.Name, Value: (string?)pair.Value))
            .Concat(changes).Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!).Replace("%2C", ",", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal)}").ToArray();
        return pairs.Length == 0 ? Path : Path + "?" + string.Join('&', pairs);
    }

    /// <summary>The chart's state without language and theme: these are kept as the address has them, else the device decides.</summary>
    public IEnumerable<(string Name, string Value)> Chosen() => State.Pairs(Kind.Defaults).Where(pair => pair.Name is not ("lang" or "theme"));

    public string File(string ending) => $"/charts/{Kind.Slug}.{ending}{Query}";

    /// <summary>What places that show links show of this state.</summary>
    public string SocialPicture => $"{Site}{File("png")}{(Query.Length == 0 ? "?" : "&")}preset=og";
}
