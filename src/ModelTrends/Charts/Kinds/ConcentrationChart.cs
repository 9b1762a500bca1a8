using System.Globalization;
using ModelTrends.Charts.Figures;
using ModelTrends.Domain.Labs;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>How much the first labs hold, with the usual measures of concentration in words.</summary>
public sealed class ConcentrationChart(ConcentrationQuery query) : ChartKind
{
    public override ChartState Defaults { get; } = new("concentration") { View = ChartView.Bar };

    public override IReadOnlyList<ChartView> Views => [ChartView.Bar];

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken) =>
        ConcentrationFigure.Of(state, await query.HandleAsync(new ConcentrationQuery.Query(state.Selection, state.Measure, state.Day), cancellationToken), address);
}

internal static class ConcentrationFigure
{
    public static Figure Of(ChartState state, ConcentrationQuery.Response answer, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var what = texts.Of(state.Measure, state.Selection.Population, answer.Meta.Coverage);
        var subtitle = texts.Format("subtitle.concentration", what, Short(answer.Hhi), Short(answer.Gini), answer.Labs);
        var ten = answer.Models.FirstOrDefault(top => top.Top == 10)?.Share;
        var title = ten is { } share && answer.Day is { } day ? texts.Format("title.concentration", texts.Percent(share), what, texts.Day(day)) : subtitle;
        var bars = Bars(state, answer, texts);
        return new Figure(title, subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, answer.ToCsv(), answer.ToCsv(), answer, bars.Count == 0, frame => BarFigure.Draw(frame, bars));
    }

    private static List<Bar> Bars(ChartState state, ConcentrationQuery.Response answer, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        return [.. answer.FirstLabs.Where(lab => lab.Share is not null).Take(ChartState.MostSeries).Select(lab => new Bar(
            lab.Lab == Lab.UnknownId ? texts["key.unknown"] : lab.Name, (double)lab.Share!.Value, texts.Percent(lab.Share.Value), theme.Colour(Regions.Of(lab.Country)), lab.Lab == Lab.UnknownId))];
    }

    private static string Short(decimal? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
