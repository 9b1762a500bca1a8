using ModelTrends.Data;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Findings;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Downloads by age of up to ten models, against the 10th of their size class. Keys are owner/name, or a family, which stands for its most downloaded model.</summary>
public sealed class AdoptionChart(AdoptionQuery query, CurrentRegistry registries) : ChartKind
{
    public override ChartState Defaults { get; } = new("adoption") { Scale = ChartScale.Log, Top = 6 };

    public override IReadOnlyList<ChartView> Views => [ChartView.Line];

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        foreach (var key in state.Keys.Where(key => !key.Contains('/', StringComparison.Ordinal) && registries.Now.FindFamily(key) is null))
        {
            throw new BadQueryException(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["keys"] = $"'{(key.Length > 60 ? key[..60] : key)}' is neither owner/name of a model nor a family; /api/v1/families lists them." },
                new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        }

        var all = await query.HandleAsync(new AdoptionQuery.Query(state.Selection, Top: int.MaxValue), cancellationToken);
        var chosen = state.Keys.Count > 0
            ? state.Keys.Select(key => Find(all, key)).OfType<AdoptionQuery.Entry>().DistinctBy(entry => entry.ModelId, StringComparer.Ordinal)
            : all.Models.Take(Math.Min(state.Top, ChartState.MostSeries));
        var shown = all with { Models = [.. chosen] };
        return Themed(state, themed => AdoptionFigure.Of(themed, shown, all, address));
    }

    private AdoptionQuery.Entry? Find(AdoptionQuery.Response all, string key) => key.Contains('/', StringComparison.Ordinal)
        ? all.Models.FirstOrDefault(entry => string.Equals(entry.ModelId, key, StringComparison.OrdinalIgnoreCase))
        : all.Models.Where(entry => registries.Now.Attribute(entry.ModelId, entry.Released).Family?.Id == key).MaxBy(entry => entry.Ages[^1].Downloads);
}

internal static class AdoptionFigure
{
    /// <summary>Rows of the file of all; the read API has the rest.</summary>
    private const int MostModels = 100;

    public static Figure Of(ChartState state, AdoptionQuery.Response shown, AdoptionQuery.Response all, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var subtitle = texts["subtitle.adoption"];
        var curves = Curves(state, shown, texts);
        var finding = AdoptionFinding.Of(shown, all, subtitle, texts);
        return new Figure(finding.Title, subtitle, Wording.Footer(texts, shown.Meta, address), shown.Meta, shown.ToCsv(), (all with { Models = [.. all.Models.Take(MostModels)] }).ToCsv(), shown, curves.Count == 0, frame => Draw(frame, curves, shown, texts)) { More = finding.More };
    }

    private static System.Text.Json.Nodes.JsonObject Draw(Frame frame, List<Curve> curves, AdoptionQuery.Response answer, ChartTexts texts)
    {
        var last = curves.Max(curve => curve.Points[^1].Days);
        var ages = Adoption.Ages.Where(age => age <= Math.Max(last, Adoption.Ages[1])).Select(age => (age, texts.Format("days", age))).ToArray();
        // Without room for "30 days" at every tick the number alone says it; the axis is named.
        if (ages.Sum(age => frame.WidthOf(age.Item2) + frame.Unit) > frame.Width * 0.55)
            ages = [.. ages.Select(age => (age.age, age.age.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
        var classes = answer.Models.Select(entry => entry.Size).ToHashSet();
        var band = answer.Thresholds.Where(threshold => classes.Contains(threshold.Size) && threshold.Downloads > 0 && threshold.Days <= ages[^1].age)
            .GroupBy(threshold => threshold.Days).OrderBy(group => group.Key)
            .Select(group => (group.Key, (double)group.Min(threshold => threshold.Downloads!.Value), (double)group.Max(threshold => threshold.Downloads!.Value))).ToArray();
        var name = texts.Format("adoption.band", string.Join(", ", classes.Where(size => size != SizeClass.Unknown).Order().Select(size => Names.Of(size))));
        return CurveFigure.Draw(frame, curves, ages, band, name, texts["adoption.axis"], value => texts.Number((decimal)value));
    }

    private static List<Curve> Curves(ChartState state, AdoptionQuery.Response answer, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        var shades = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. answer.Models.Where(entry => entry.Ages.Count > 0).Select(entry =>
        {
            var region = Regions.Of(entry.Country);
            var shade = shades.GetValueOrDefault(region);
            shades[region] = shade + 1;
            return new Curve(Short(entry.ModelId), region == Countries.Unknown ? theme.Faint : theme.Shade(region, shade), [.. entry.Ages.Select(age => (age.Days, (double)age.Downloads, Text(age)))]);
        })];

        string Text(AdoptionQuery.Age age) => age.Score is { } score ? $"{texts.Number(age.Downloads)} (×{AdoptionFinding.Factor(score, texts.Language)})" : texts.Number(age.Downloads);
    }

    /// <summary>The owner is told by the table; the name is what readers know a model by.</summary>
    private static string Short(string modelId) => modelId[(modelId.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
