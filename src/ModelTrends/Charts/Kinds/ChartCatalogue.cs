using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Every chart there is, by slug. A new chart is a line here.</summary>
public sealed class ChartCatalogue(
    ShareQuery shares, LeaderboardQuery boards, FlowMatrixQuery flows, ConcentrationQuery concentration, DefinitionsQuery definitions,
    EventsQuery events, AdoptionQuery adoption, ReleasesQuery releases, RaceQuery races, LineageQuery lineage, WhyQuery why, CurrentRegistry registries)
{
    public IReadOnlyList<ChartKind> All { get; } =
    [
        new SeriesChart(new ChartState("share") { View = ChartView.Area, Relative = true }, [ChartView.Area, ChartView.Line, ChartView.Bar], shares, events, registries),
        new SeriesChart(new ChartState("families") { By = Dimension.Family }, [ChartView.Line, ChartView.Bar], shares, events, registries),
        new SeriesChart(new ChartState("labs") { By = Dimension.Lab }, [ChartView.Line, ChartView.Bar], shares, events, registries),
        new RaceChart(shares, races, events, registries),
        new BoardChart(boards),
        new FlowsChart(flows),
        new SeriesChart(
            new ChartState("derivatives")
            {
                View = ChartView.Bar, Measure = Measure.Models, Relative = true,
                Selection = new Selection { Relations = [Relation.Finetune, Relation.Adapter, Relation.Merge, Relation.Quantized] },
            },
            [ChartView.Bar, ChartView.Area, ChartView.Line], shares, events, registries),
        new ConcentrationChart(concentration, events),
        new AdoptionChart(adoption, registries),
        new DefinitionsChart(definitions),
        new ReleasesChart(releases, registries),
        new LineageChart(lineage),
        new WhyChart(why),
    ];

    public ChartKind? Find(string slug) => All.FirstOrDefault(kind => kind.Slug == slug);
}
