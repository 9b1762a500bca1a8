using System.Net;
using System.Text.Json;
using ModelTrends.Charts;
using ModelTrends.Charts.Files;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Pages.Charts;

/// <param name="Note">What it is good for.</param>
public sealed record TakeFile(string Name, string Address, string Note);

/// <param name="Text">Empty: known only once the chart is frozen.</param>
/// <param name="Pattern">The text with <c>{id}</c> for the frozen chart's id.</param>
public sealed record TakeText(string Id, string Name, string Text, string? Pattern = null);

/// <summary>
/// What a reader takes away from a chart, live or frozen: link, code to embed, picture, files, citation, lines that load the numbers. Every
/// part is a link or a field of plain text, so it works without scripts; chart-dialog.js makes a dialog with buttons of it. The partial view is <c>_TakeAway</c>.
/// </summary>
public sealed record TakeAway(ChartTexts Texts, string Picture, string Sha256)
{
    public required IReadOnlyList<TakeText> Links { get; init; }
    public required IReadOnlyList<TakeFile> Pictures { get; init; }
    public required IReadOnlyList<TakeFile> Data { get; init; }
    public required IReadOnlyList<TakeText> Citations { get; init; }
    public required IReadOnlyList<TakeText> Loads { get; init; }

    /// <summary>Where a POST freezes the chart; null: it is frozen.</summary>
    public string? Freeze { get; init; }

    public static TakeAway Of(ChartSheet sheet)
    {
        var (texts, slug) = (sheet.Texts, sheet.Kind.Slug);
        return new TakeAway(texts, With("preset=article"), sheet.Metadata.DataSha256)
        {
            Freeze = $"/charts/{slug}/freeze{sheet.Query}",
            Links =
            [
                new("link", texts["take.linkLive"], sheet.Metadata.Address),
                new("embed", texts["take.embedLive"], Frame(sheet.Site + $"/embed/{slug}{sheet.Query}", sheet.Figure.Title)),
                new("link-frozen", texts["take.linkFrozen"], "", $"{sheet.Site}/frozen/{{id}}"),
                new("embed-frozen", texts["take.embedFrozen"], "", Frame($"{sheet.Site}/embed/frozen/{{id}}", sheet.Figure.Title)),
            ],
            Pictures =
            [
                .. new[] { "article", "square", "story" }.Select(preset => new TakeFile("PNG", With("preset=" + preset), texts["take.picture." + preset])),
                new("PNG", With("scale=3"), texts["take.picture.print"]), new("PNG", With("caption=false"), texts["take.picture.bare"]),
                new("SVG", sheet.File("svg"), texts["take.vector"]), new("SVG", With("outline=true", "svg"), texts["take.outline"]),
            ],
            Data =
            [
                new("CSV", sheet.File("csv"), texts["take.shown"]), new("CSV", With("rows=all", "csv"), texts["take.all"]), new("XLSX", sheet.File("xlsx"), texts["take.workbook"]),
                new("JSON", sheet.File("json"), texts["take.json"]), new("metadata.json", sheet.File("metadata.json"), texts["take.metadata"]), new("ZIP", sheet.File("zip"), texts["take.bundle"]),
            ],
            Citations = Cite(texts, sheet.Metadata.Citation),
            Loads = Load(texts, sheet.Site + sheet.File("csv")),
        };

        // A scale of the axis stands under the same name as that of the pixels.
        string With(string parameter, string ending = "png")
        {
            var query = sheet.Query;
            if (parameter.StartsWith("scale=", StringComparison.Ordinal) && query.Contains("scale=log", StringComparison.Ordinal))
                return $"/charts/{slug}.{ending}{query.Replace("scale=log", "scale=log,3", StringComparison.Ordinal)}";
            return $"/charts/{slug}.{ending}{query}{(query.Length == 0 ? "?" : "&")}{parameter}";
        }
    }

    public static TakeAway Of(FrozenChart chart, string subtitle, string site, ChartTexts texts)
    {
        var address = $"{site}/frozen/{chart.Id}";
        return new TakeAway(texts, File("png"), chart.DataSha256)
        {
            Links = [new("link", texts["take.linkFrozen"], address), new("embed", texts["take.embedFrozen"], Frame($"{site}/embed/frozen/{chart.Id}", chart.Title))],
            Pictures = [new("PNG", File("png"), "1200 × 675"), new("SVG", File("svg"), texts["take.vector"])],
            Data =
            [
                new("CSV", File("csv"), texts["take.shown"]), new("CSV", File("all.csv"), texts["take.all"]), new("XLSX", File("xlsx"), texts["take.workbook"]), new("JSON", File("json"), texts["take.json"]),
                new("metadata.json", File("metadata.json"), texts["take.metadata"]), new("ZIP", File("zip"), texts["take.bundle"]),
            ],
            Citations = Cite(texts, Citation.Of(chart.Title, subtitle, chart.DataThrough, chart.MethodologyVersion, chart.AttributionVersion, address)),
            Loads = Load(texts, $"{address}.csv"),
        };

        string File(string ending) => $"/frozen/{chart.Id}.{ending}";
    }

    private static TakeText[] Cite(ChartTexts texts, Citation citation) =>
        [new("cite", texts["take.citation"], citation.Full), new("bibtex", "BibTeX", citation.Bibtex), new("csl", "CSL JSON", JsonSerializer.Serialize(citation.CslJson, AnswerJson.Options))];

    private static TakeText[] Load(ChartTexts texts, string csv) =>
    [
        new("python", "Python (pandas)", $"import pandas as pd\n\ndata = pd.read_csv(\"{csv}\")"),
        new("r", "R", $"data <- read.csv(\"{csv}\", encoding = \"UTF-8\")"),
        new("excel", texts["take.excel"], $"let\n    Source = Csv.Document(Web.Contents(\"{csv}\"), [Delimiter = \",\", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n    Data = Table.PromoteHeaders(Source)\nin\n    Data"),
        new("sheets", texts["take.sheets"], $"=IMPORTDATA(\"{csv}\")"),
    ];

    private static string Frame(string address, string title) =>
        $"<iframe src=\"{WebUtility.HtmlEncode(address)}\" title=\"{WebUtility.HtmlEncode(title)}\" loading=\"lazy\" width=\"100%\" height=\"600\" style=\"border:0\"></iframe>";
}
