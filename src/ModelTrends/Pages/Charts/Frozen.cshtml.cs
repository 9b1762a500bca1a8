using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Charts;
using ModelTrends.Charts.Freezing;
using ModelTrends.Charts.Kinds;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Charts;

/// <summary>A frozen chart: its picture, its numbers and their hash, and whether today's numbers are others.</summary>
public sealed class FrozenModel(ChartFreezer freezer, ChartService charts) : PageModel
{
    /// <summary>Rows shown on the page; the files have all.</summary>
    private const int MostRows = 120;

    public FrozenChart Chart { get; private set; } = null!;
    public LiveDifference Difference { get; private set; } = null!;
    public TakeAway TakeAway { get; private set; } = null!;
    public ChartTexts Texts { get; } = ChartTexts.Of(Language.Current);
    public string Site { get; private set; } = "";
    public string Subtitle { get; private set; } = "";

    /// <summary>The first rows of the frozen file.</summary>
    public FigureTable Table { get; private set; } = null!;

    /// <summary>Drawn and cleaned by us before it was stored.</summary>
    public string Svg { get; private set; } = "";

    /// <summary>The same for a phone's width; charts frozen long ago have none.</summary>
    public string? NarrowSvg { get; private set; }

    public string SocialEnding { get; private set; } = "png";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (await freezer.FindAsync(id, cancellationToken) is not { } chart) return NotFound();
        Chart = chart;
        Site = charts.PublicUrl ?? ChartRoutes.Site(HttpContext);
        Svg = Read("chart.svg")!;
        NarrowSvg = Read(ChartFreezer.NarrowSvg);
        SocialEnding = ChartFreezer.Read(chart, ChartFreezer.SocialPng) is null ? "png" : "og.png";
        var metadata = JsonNode.Parse(Read("metadata.json")!);
        Subtitle = metadata?["subtitle"]?.GetValue<string>() ?? "";
        Table = FigureTable.OfFile(ReadRows(Read("data.csv")!), metadata?["measure"]?.GetValue<string>() ?? "", Texts);
        TakeAway = TakeAway.Of(chart, Subtitle, Site, Texts);
        Difference = await freezer.CompareAsync(chart, cancellationToken);
        return Page();
    }

    /// <summary>"new data (data through 2026-11-29, then 2026-11-22)".</summary>
    public string Say(Reason reason) =>
        reason.Now is null && reason.Then is null ? Texts["why." + reason.Key] : $"{Texts["why." + reason.Key]} ({Texts.Format($"why.{reason.Key}.detail", reason.Now ?? "–", reason.Then ?? "–")})";

    private static List<string[]> ReadRows(string text)
    {
        using var csv = new CsvParser(new StringReader(text), CultureInfo.InvariantCulture);
        var rows = new List<string[]>();
        while (rows.Count <= MostRows && csv.Read()) rows.Add(csv.Record!);
        return rows;
    }

    private string? Read(string name) => ChartFreezer.Read(Chart, name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
