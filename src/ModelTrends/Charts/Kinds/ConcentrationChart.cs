using System.Globalization;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Findings;
using ModelTrends.Domain.Labs;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>How much the first labs hold, with the usual measures of concentration in words.</summary>
public sealed class ConcentrationChart(ConcentrationQuery query, EventsQuery events) : ChartKind
{
    public override ChartState Defaults { get; } = new("concentration") { View = ChartView.Bar };

    public override IReadOnlyList<ChartView> Views => [ChartView.Bar];

    /// <summary>Days back that a change is told over, the first that can be compared.</summary>
    private static readonly int[] Spans = [365, 28];

    /// <summary>A week without a poll is bridged, no more.</summary>
    private const int MostDaysBeside = 7;

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        var answer = await query.HandleAsync(new ConcentrationQuery.Query(state.Selection, state.Measure, state.Day), cancellationToken);
        var before = await BeforeAsync(state, answer, cancellationToken);
        return Themed(state, themed => ConcentrationFigure.Of(themed, answer, before, address));
    }

    private async Task<ConcentrationQuery.Response?> BeforeAsync(ChartState state, ConcentrationQuery.Response answer, CancellationToken cancellationToken)
    {
        if (answer is not { Day: { } day, Meta.Sources: [var source, ..] }) return null;
        foreach (var then in Spans.Select(span => day.AddDays(-span)))
        {
            if (state.Selection.From > then) continue;
            // Across a change in what is observed there is nothing to compare.
            var between = await events.HandleAsync(new EventsQuery.Query(source, then.AddDays(-MostDaysBeside), day), cancellationToken);
            if (between.Events.Any(found => found.Kind == "break")) continue;
            var before = await query.HandleAsync(new ConcentrationQuery.Query(state.Selection, state.Measure, then), cancellationToken);
            if (before.Day >= then.AddDays(-MostDaysBeside)) return before;
        }

        return null;
    }
}

internal static class ConcentrationFigure
{
    public static Figure Of(ChartState state, ConcentrationQuery.Response answer, ConcentrationQuery.Response? before, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var what = texts.Of(state.Measure, state.Selection.Population, answer.Meta.Coverage);
        var subtitle = texts.Format("subtitle.concentration", what, Short(answer.Hhi), Short(answer.Gini), answer.Labs);
        var finding = ConcentrationFinding.Of(answer, before, what, subtitle, texts);
        var bars = Bars(state, answer, texts);
        return new Figure(finding.Title, subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, answer.ToCsv(), answer.ToCsv(), answer, bars.Count == 0, frame => BarFigure.Draw(frame, bars)) { More = finding.More };
    }

    private static List<Bar> Bars(ChartState state, ConcentrationQuery.Response answer, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        return [.. answer.FirstLabs.Where(lab => lab.Share is not null).Take(ChartState.MostSeries).Select(lab => new Bar(
            lab.Lab == Lab.UnknownId ? texts["key.unknown"] : Wording.Brief(lab.Name), (double)lab.Share!.Value, texts.Percent(lab.Share.Value), theme.Colour(Regions.Of(lab.Country)), lab.Lab == Lab.UnknownId))];
    }

    private static string Short(decimal? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
