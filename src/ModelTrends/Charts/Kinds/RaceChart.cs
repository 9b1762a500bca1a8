using ModelTrends.Charts.Figures;
using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Families, labs, countries or models side by side: by date, or each from the day of its own release.</summary>
public sealed class RaceChart(ShareQuery shares, RaceQuery races, EventsQuery events, CurrentRegistry registries) : ChartKind
{
    private readonly SeriesChart _dated = new(new ChartState("race") { By = Dimension.Family }, [ChartView.Line, ChartView.Bar], shares, events, registries);

    public override ChartState Defaults => _dated.Defaults;

    public override IReadOnlyList<ChartView> Views => _dated.Views;

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        if (state.Align == Alignment.Release && !state.ByModel && state.By is Dimension.Country or Dimension.Region)
        {
            throw new BadQueryException(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["align"] = "Countries and regions have no day of release; align=release takes labs, families, generations or models." },
                new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["align"] = ["date"] });
        }

        if (!state.ByModel && state.Align == Alignment.Date) return await _dated.FigureAsync(state, address, cancellationToken);
        var registry = registries.Now;
        var selection = state.Selection;
        if (state.ByModel)
        {
            state = state with { Relative = false };
            var models = await races.ModelsAsync(selection, state.Measure, state.Keys, cancellationToken);
            var regions = models.Runners.ToDictionary(runner => runner.ModelId, runner => Regions.Of(runner.Country), StringComparer.Ordinal);
            if (state.Align == Alignment.Date)
            {
                var noted = await EventsAsync(models.Answer.Meta, cancellationToken);
                return Themed(state, themed => SeriesFigure.Of(themed, models.Answer, models.Answer, noted, registry, address, key => regions[key]));
            }

            var days = models.Runners.Where(runner => runner.Released is not null).ToDictionary(runner => runner.ModelId, runner => runner.Released!.Value, StringComparer.Ordinal);
            return Themed(state, themed => AgeFigure.Of(themed, models.Answer, days, registry, address, key => regions[key]));
        }

        var answer = await shares.HandleAsync(new ShareQuery.Query(selection, state.By, state.Measure, state.Top, state.Keys.Count == 0 ? null : state.Keys), cancellationToken);
        var named = answer.Series.Where(series => series.Key is not (KeyNames.Other or Countries.Unknown or Countries.Individual or Countries.International) && series.Points.Count > 0)
            .OrderByDescending(series => series.Points[^1].Value ?? 0).Take(ChartState.MostSeries - 2).ToArray();
        var released = await races.ReleaseDaysAsync(selection, state.By, [.. named.Select(series => series.Key)], cancellationToken);
        return Themed(state, themed => AgeFigure.Of(themed, answer with { Series = named }, released, registry, address, key => SeriesFigure.RegionOf(state.By, key, registry)));
    }

    private async Task<IReadOnlyList<EventsQuery.Event>> EventsAsync(Meta meta, CancellationToken cancellationToken) =>
        meta is { Sources: [var source, ..], From: { } from, To: { } to } ? (await events.HandleAsync(new EventsQuery.Query(source, from, to), cancellationToken)).Events : [];
}
