using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Findings;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>What moved a share between two days, as a waterfall: the share of the first day, what each contributed, the share of the last.</summary>
public sealed class WhyChart(WhyQuery query) : ChartKind
{
    public static ChartState Usual { get; } = new("why") { View = ChartView.Bar, By = Dimension.Lab, ByModel = true };

    public override ChartState Defaults => Usual;

    public override IReadOnlyList<ChartView> Views => [ChartView.Bar];

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        if (!state.ByModel && state.By is not (Dimension.Lab or Dimension.Family)) throw Fault("by", Names.All<WhyBy>());
        if (state.Measure == Measure.TrendingSlots) throw Fault("measure", [.. Names.All<Measure>().Where(name => name != Names.Of(Measure.TrendingSlots))]);
        var by = state.ByModel ? WhyBy.Model : state.By == Dimension.Lab ? WhyBy.Lab : WhyBy.Family;
        var answer = await query.HandleAsync(new WhyQuery.Query(state.Selection, state.Key, by, state.Of, state.Measure), cancellationToken);
        return Themed(state, themed => WhyFigure.Of(themed, answer, address));
    }

    private static BadQueryException Fault(string parameter, IReadOnlyList<string> allowed) => new(
        new Dictionary<string, string>(StringComparer.Ordinal) { [parameter] = $"is one of {string.Join(", ", allowed)}." },
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [parameter] = allowed });
}

internal static class WhyFigure
{
    /// <summary>Contributions below it are told together.</summary>
    private const decimal Told = 0.0005m;

    public static Figure Of(ChartState state, WhyQuery.Response answer, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var name = texts.Key(state.Of, answer.Key, answer.Name);
        var what = texts.Of(state.Measure, state.Selection.Population, answer.Meta.Coverage);
        var subtitle = texts.Format("subtitle.why", name, what, Wording.By(texts, state));
        var finding = WhyFinding.Of(answer, name, what, day => Wording.When(texts, state, day), Short, subtitle, texts);
        return new Figure(finding.Title, subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, answer.ToCsv(), answer.ToCsv(), answer, answer.Parts.Count == 0, frame => Draw(frame, state, answer, texts))
        {
            More = finding.More, Reading = texts["reading.why"],
        };

        string Short(WhyQuery.Part part) => NameOf(state, part, texts);
    }

    private static System.Text.Json.Nodes.JsonObject Draw(Frame frame, ChartState state, WhyQuery.Response answer, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        var most = WaterfallFigure.Fit(frame);
        // A line whose number would read ±0.0 says nothing.
        var named = answer.Parts.Where(part => part.Kind != PartKind.Other && Math.Abs(part.Points) >= Told).ToArray();
        // What has no line of its own joins the others, so that the moves on the sheet lead from one share to the other.
        var shown = answer.Parts.Count <= most && named.Length == answer.Parts.Count ? named : [.. named.Take(most - 1)];
        var steps = shown.Select(part => Step(part, state, theme, texts)).ToList();
        if (shown.Length < answer.Parts.Count)
        {
            var (points, count) = (answer.Parts.Sum(part => part.Points) - shown.Sum(part => part.Points), answer.Others + answer.Parts.Count(part => part.Kind != PartKind.Other) - shown.Length);
            var others = texts.Format("why.others", NumberText.Exact(count, texts.Language));
            steps.Add(new Step(others, (double)points, NumberText.PlainPoints(points), theme.Colour(Theme.Other), $"{others}\n{NumberText.Points(points, texts.Language)}", false));
        }

        return WaterfallFigure.Draw(
            frame, Level(answer.From!.Value, answer.ShareFrom!.Value), steps, Level(answer.To!.Value, answer.ShareTo!.Value),
            Wording.Regions(shown.Where(part => part.Country is not null).Select(part => Regions.Of(part.Country!)), theme, texts));

        (string, double, string) Level(DateOnly day, decimal share) =>
            (state.Selection.Interval == Interval.Month ? DateText.Month(day, state.Language) : texts.Day(day), (double)share, texts.Percent(share));
    }

    private static Step Step(WhyQuery.Part part, ChartState state, Theme theme, ChartTexts texts)
    {
        var name = NameOf(state, part, texts);
        if (part.Kind is not PartKind.Present) name = texts.Format("why.kind", name, texts.Option("kind", Names.Of(part.Kind)));
        var region = Regions.Of(part.Country ?? Countries.Unknown);
        var points = NumberText.Points(part.Points, texts.Language);
        return new Step(name, (double)part.Points, NumberText.PlainPoints(part.Points), theme.Colour(region), $"{part.Name}\n{texts.Country(part.Country ?? "", KeyNames.Country(part.Country ?? ""))}\n{points}", region == Countries.Unknown);
    }

    private static string NameOf(ChartState state, WhyQuery.Part part, ChartTexts texts) =>
        state.ByModel ? SeriesFigure.ShortModel(part.Name) : Wording.Brief(texts.Key(state.By, part.Key, part.Name));
}
