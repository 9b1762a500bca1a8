using ModelTrends.Data;
using ModelTrends.Charts.Figures;
using ModelTrends.Domain.Labs;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Series of the share answer over time: shares of countries, races of families and labs, derivatives by origin.</summary>
public sealed class SeriesChart(ChartState defaults, IReadOnlyList<ChartView> views, ShareQuery query, EventsQuery events, CurrentRegistry registries) : ChartKind
{
    public override ChartState Defaults => defaults;

    public override IReadOnlyList<ChartView> Views => views;

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        var all = await query.HandleAsync(Question(state, state.Keys), cancellationToken);
        // The answer names up to thirty; a picture tells ten apart, so the rest is asked for as other.
        var keys = state.Keys.Count > 0 ? state.Keys : Largest(all);
        var shown = state.Keys.Count > 0 || keys.Count == 0 ? all : await query.HandleAsync(Question(state, keys), cancellationToken);
        var noted = shown.Meta is { Sources: [var source, ..], From: { } from, To: { } to }
            ? await events.HandleAsync(new EventsQuery.Query(source, from, to), cancellationToken) : null;
        var registry = registries.Now;
        return Themed(state, themed => SeriesFigure.Of(themed, shown, all, noted?.Events ?? [], registry, address));
    }

    private static ShareQuery.Query Question(ChartState state, IReadOnlyList<string> keys) =>
        new(state.Selection, state.By, state.Measure, state.Top, keys.Count == 0 ? null : keys);

    private static IReadOnlyList<string> Largest(ShareQuery.Response answer)
    {
        var named = answer.Series.Where(series => series.Key is not (KeyNames.Other or Countries.Unknown)).ToArray();
        if (named.Length <= ChartState.MostSeries - 2) return [.. named.Select(series => series.Key)];
        return [.. named.OrderByDescending(series => (series.Points.Count == 0 ? 0 : series.Points[^1].Value ?? 0)).ThenBy(series => series.Key, StringComparer.Ordinal).Take(ChartState.MostSeries - 2).Select(series => series.Key)];
    }
}
