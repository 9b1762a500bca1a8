using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Charts;
using ModelTrends.Charts.Drawing;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Files;
using ModelTrends.Charts.Kinds;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using Npgsql;

namespace ModelTrends.Pages.Charts;

/// <summary>One chart with its controls, numbers, files and citation. The picture comes drawn, so the page needs no script.</summary>
public sealed class ChartModel(ChartService charts, NpgsqlDataSource database, IConfiguration configuration) : PageModel
{
    /// <summary>The sheet on a phone; the wide one is hidden there and the other way round.</summary>
    private static readonly PictureOptions Narrow = PictureOptions.Default with { Width = 380, Height = 520 };
    private static readonly PictureOptions Wide = PictureOptions.Default with { Width = 1000, Height = 562 };

    public ChartKind Kind { get; private set; } = null!;
    public ChartState State { get; private set; } = null!;
    public ChartTexts Texts { get; private set; } = null!;
    public Figure Figure { get; private set; } = null!;
    public ChartMetadata Metadata { get; private set; } = null!;
    public string WideSvg { get; private set; } = "";
    public string NarrowSvg { get; private set; } = "";
    public IReadOnlyList<ChartKind> Kinds => charts.Kinds;

    /// <summary>Scheme and host, for what is pasted elsewhere.</summary>
    public string Site => configuration["Site:PublicUrl"]?.TrimEnd('/') is { Length: > 0 } site ? site : $"{Request.Scheme}://{Request.Host}";

    public string Query => State.ToQuery(Kind.Defaults);

    public string File(string ending) => $"/charts/{Kind.Slug}.{ending}{Query}";

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (charts.Find(slug) is not { } kind) return NotFound();
        Kind = kind;
        try
        {
            State = ChartState.Parse(kind.Defaults with { Language = Language.Current }, Request.Query);
        }
        catch (BadQueryException)
        {
            return StatusCode(StatusCodes.Status400BadRequest);
        }

        Texts = ChartTexts.Of(State.Language);
        Figure = await charts.FigureAsync(State, cancellationToken);
        Metadata = await ChartMetadata.OfAsync(Figure, Site + $"/charts/{kind.Slug}{Query}", database, cancellationToken);
        try
        {
            if (!Figure.IsEmpty)
            {
                WideSvg = await charts.SvgAsync(Figure, State, Wide, cancellationToken);
                NarrowSvg = await charts.SvgAsync(Figure, State, Narrow, cancellationToken);
            }
        }
        catch (DrawingBusyException)
        {
            Response.Headers.RetryAfter = "5";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        return Page();
    }

    /// <summary>The newest rows; the file has all.</summary>
    public IEnumerable<IReadOnlyList<object?>> LastRows() => (Figure.Shown.Header[0] == "day" ? Figure.Shown.Rows.OrderByDescending(row => row[0]) : Figure.Shown.Rows).Take(120);

    public string Cell(object? value) => value switch
    {
        null => "",
        DateOnly day => DateText.Day(day, State.Language),
        decimal number => AnswerJson.Normalise(number).ToString(System.Globalization.CultureInfo.InvariantCulture),
        IEnumerable<string> list when value is not string => string.Join(", ", list),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The controls in one line: name, values, the chosen one.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Values, string Chosen)> Controls()
    {
        yield return ("population", Names.All<Domain.Trends.Population>(), Names.Of(State.Selection.Population));
        yield return ("lens", Names.All<Data.Tables.Lens>(), Names.Of(State.Selection.Lens));
        if (State.IsBoard)
        {
            yield return ("measure", Names.All<Trends.BoardMeasure>(), Names.Of(State.Board));
            yield break;
        }

        yield return ("by", Names.All<Trends.Dimension>(), Names.Of(State.By));
        yield return ("measure", Names.All<Domain.Trends.Measure>(), Names.Of(State.Measure));
        yield return ("interval", Names.All<Domain.Trends.Interval>(), Names.Of(State.Selection.Interval));
        if (Kind.Views.Count > 1) yield return ("view", [.. Kind.Views.Select(view => Names.Of(view))], Names.Of(State.View));
        yield return ("scale", Names.All<ChartScale>(), Names.Of(State.Scale));
    }

    public IEnumerable<(string Name, string Value)> Kept()
    {
        var shown = Controls().Select(control => control.Name).ToHashSet(StringComparer.Ordinal);
        return State.Pairs(Kind.Defaults).Where(pair => !shown.Contains(pair.Name));
    }

    /// <summary>What is pasted elsewhere, each with its name.</summary>
    public IEnumerable<(string Id, string Name, string Text)> Snippets()
    {
        var address = Metadata.Address;
        var csv = Site + File("csv");
        yield return ("link", Texts["page.link"], address);
        yield return ("embed", Texts["page.embed"], $"<iframe src=\"{System.Net.WebUtility.HtmlEncode(Site + $"/embed/{Kind.Slug}{Query}")}\" width=\"100%\" height=\"560\" style=\"border:0\" title=\"{System.Net.WebUtility.HtmlEncode(Figure.Title)}\"></iframe>");
        yield return ("cite", Texts["page.cite"], Metadata.Citation.Full);
        yield return ("bibtex", "BibTeX", Metadata.Citation.Bibtex);
        yield return ("csl", "CSL JSON", System.Text.Json.JsonSerializer.Serialize(Metadata.Citation.CslJson, AnswerJson.Options));
        yield return ("python", "Python", $"import pandas as pd\ndata = pd.read_csv(\"{csv}\")");
        yield return ("r", "R", $"data <- read.csv(\"{csv}\")");
        yield return ("excel", "Excel", $"=IMPORTDATA(\"{csv}\")  (Google Sheets)\nExcel: Data, From Web: {csv}");
    }
}
