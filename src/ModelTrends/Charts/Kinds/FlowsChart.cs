using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Findings;
using ModelTrends.Domain.Labs;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Who publishes what others made: publisher regions down, origin regions across, with their sums.</summary>
public sealed class FlowsChart(FlowMatrixQuery query) : ChartKind
{
    public override ChartState Defaults { get; } = new("flows") { View = ChartView.Table };

    public override IReadOnlyList<ChartView> Views => [ChartView.Table];

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        var answer = await query.HandleAsync(new FlowMatrixQuery.Query(state.Selection, state.Measure, ByRegion: true), cancellationToken);
        return Themed(state, themed => FlowsFigure.Of(themed, answer, address));
    }
}

internal static class FlowsFigure
{
    public static Figure Of(ChartState state, FlowMatrixQuery.Response answer, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var what = texts.Of(state.Measure, state.Selection.Population, answer.Meta.Coverage);
        var subtitle = ChartTexts.Capital(texts.Format("subtitle.flows", what));
        var finding = FlowsFinding.Of(answer, state.Measure, what, subtitle, texts);
        return new Figure(finding.Title, subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, answer.ToCsv(), answer.ToCsv(), answer, answer.Cells.Count == 0, frame => Draw(frame, state, answer, texts)) { More = finding.More };
    }

    private static System.Text.Json.Nodes.JsonObject Draw(Frame frame, ChartState state, FlowMatrixQuery.Response answer, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        var rows = Regions.All.Where(region => answer.Publishers.Any(sum => sum.Key == region)).ToArray();
        var columns = Regions.All.Where(region => answer.Origins.Any(sum => sum.Key == region)).ToArray();
        var largest = Math.Max(answer.Cells.Max(cell => cell.Value), 1);
        var cells = new List<Cell>();
        foreach (var cell in answer.Cells.Where(cell => cell.Value > 0))
        {
            // The root makes small flows visible beside large ones.
            var colour = Theme.Mix(theme.Paper, theme.Colour(cell.Origin), 0.12 + (0.88 * Math.Sqrt((double)(cell.Value / largest))));
            cells.Add(new Cell(Array.IndexOf(columns, cell.Origin), Array.IndexOf(rows, cell.Publisher), colour, Label(cell.Value, cell.Share),
                $"{texts["key." + cell.Publisher]} → {texts["key." + cell.Origin]}\n{texts.Number(cell.Value)}, {Text(cell.Value, cell.Share)}"));
        }

        cells.AddRange(answer.Origins.Select(sum => new Cell(Array.IndexOf(columns, sum.Key), rows.Length, theme.Grid, Label(sum.Value, sum.Share), $"{texts["key." + sum.Key]}\n{texts.Number(sum.Value)}")));
        cells.AddRange(answer.Publishers.Select(sum => new Cell(columns.Length, Array.IndexOf(rows, sum.Key), theme.Grid, Label(sum.Value, sum.Share), $"{texts["key." + sum.Key]}\n{texts.Number(sum.Value)}")));
        return CellFigure.Draw(frame, Heads(columns), Heads(rows), cells, allHeads: true, unit: frame.IsNarrow && answer.Cells.All(cell => cell.Share is not null) ? "%" : null);

        string[] Heads(string[] regions) => [.. regions.Select(region => texts["key." + region]), texts["all"]];

        // A narrow sheet says once that these are percents.
        string Label(decimal value, decimal? share) => frame.IsNarrow && share is not null ? Text(value, share).Replace(" ", "", StringComparison.Ordinal).TrimEnd('%') : Text(value, share);

        string Text(decimal value, decimal? share) => share is { } part ? texts.Percent(part) : texts.Number(value);
    }
}
