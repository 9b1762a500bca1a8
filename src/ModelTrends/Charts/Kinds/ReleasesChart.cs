using ModelTrends.Data;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Findings;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>The release calendar: labs or countries down, periods across, a cell for what came out, darker the more.</summary>
public sealed class ReleasesChart(ReleasesQuery query, CurrentRegistry registries) : ChartKind
{
    public override ChartState Defaults { get; } = new("releases") { View = ChartView.Table, By = Dimension.Lab, Selection = new Selection { Population = Population.Mainline, Interval = Interval.Month } };

    public override IReadOnlyList<ChartView> Views => [ChartView.Table];

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        var answer = await query.HandleAsync(new ReleasesQuery.Query(state.Selection, state.By, state.Day), cancellationToken);
        var registry = registries.Now;
        return Themed(state, themed => ReleasesFigure.Of(themed, answer, registry, address));
    }
}

internal static class ReleasesFigure
{
    /// <summary>Rows that stay readable on an ordinary sheet.</summary>
    private const int MostRows = 14;

    public static Figure Of(ChartState state, ReleasesQuery.Response answer, Registry registry, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var named = answer.Series.Where(series => series.Key is not (KeyNames.Other or Countries.Unknown)).ToArray();
        ReleasesQuery.Series[] rows = state.Keys.Count > 0
            ? [.. named.Where(series => state.Keys.Contains(series.Key, StringComparer.Ordinal))]
            : [.. named.Take(MostRows - 1), .. answer.Series.Where(series => series.Key == Countries.Unknown)];
        var shown = answer with { Series = rows };
        var subtitle = ChartTexts.Capital(texts.Format("subtitle.releases", texts.Population(state.Selection.Population, answer.Meta.Coverage), Wording.By(texts, state), texts["interval." + Platform.Answers.Names.Of(state.Selection.Interval)]));
        var finding = ReleasesFinding.Of(answer, state.Selection.Interval, texts.Population(state.Selection.Population, answer.Meta.Coverage), key => SeriesFigure.RegionOf(state.By, key, registry),
            series => Wording.Brief(texts.Key(state.By, series.Key, series.Name)), subtitle, texts);
        return new Figure(finding.Title, subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, shown.ToCsv(), answer.ToCsv(), shown, rows.Length == 0, frame => Draw(frame, state, shown, registry, texts)) { More = finding.More };
    }

    private static System.Text.Json.Nodes.JsonObject Draw(Frame frame, ChartState state, ReleasesQuery.Response answer, Registry registry, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        var interval = state.Selection.Interval;
        var all = Periods(answer.Meta.From!.Value, answer.Meta.To!.Value, interval);
        // A narrow sheet shows the latest periods, as many as leave room for a number.
        var periods = all.TakeLast(Math.Clamp((int)(frame.Width * 0.7 / (frame.Unit * 2.1)), 1, all.Count)).ToArray();
        var rows = answer.Series.Where(series => series.Points.Any(point => point.Day >= periods[0])).ToArray();
        var fits = Math.Max(1, (int)((frame.Bottom - frame.Top) / (frame.Unit * 1.35)) - 2);
        if (rows.Length > fits) rows = [.. rows.Take(fits)];
        var most = Math.Max(1, rows.SelectMany(row => row.Points).Where(point => point.Day >= periods[0]).Select(point => point.Models).DefaultIfEmpty(1).Max());
        var cells = new List<Cell>();
        for (var i = 0; i < rows.Length; i++)
        {
            var region = SeriesFigure.RegionOf(state.By, rows[i].Key, registry);
            foreach (var point in rows[i].Points.Where(point => point.Day >= periods[0]))
            {
                // The root makes a single release visible beside a burst.
                var colour = Theme.Mix(theme.Paper, theme.Colour(region), 0.3 + (0.7 * Math.Sqrt((double)point.Models / most)));
                var more = point.Models > point.Examples.Count ? $"\n+ {point.Models - point.Examples.Count}" : "";
                cells.Add(new Cell(Array.IndexOf(periods, point.Day), i, colour, NumberText.Exact(point.Models, state.Language),
                    $"{texts.Key(state.By, rows[i].Key, rows[i].Name)}, {Head(point.Day)}: {point.Models}\n{string.Join('\n', point.Examples)}{more}", region == Countries.Unknown));
            }
        }

        return CellFigure.Draw(frame, [.. periods.Select(Head)], [.. rows.Select(row => Wording.Brief(texts.Key(state.By, row.Key, row.Name)))], cells, allHeads: periods.Length <= 14,
            state.By is Dimension.Region or Dimension.Country ? null : Wording.Regions(rows.Select(row => SeriesFigure.RegionOf(state.By, row.Key, registry)), theme, texts));

        string Head(DateOnly day) => interval == Interval.Month ? DateText.Month(day, state.Language) : DateText.DayShort(day, state.Language);
    }

    private static List<DateOnly> Periods(DateOnly from, DateOnly to, Interval interval)
    {
        var periods = new List<DateOnly>();
        for (var day = Period.Start(from, interval); day <= to; day = Period.End(day, interval)) periods.Add(day);
        return periods;
    }
}
