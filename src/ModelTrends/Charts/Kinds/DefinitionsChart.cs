using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Findings;
using ModelTrends.Domain.Labs;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>One row a definition: our shares as dots, what others published for the nearest definition as hollow diamonds.</summary>
public sealed class DefinitionsChart(DefinitionsQuery query) : ChartKind
{
    public override ChartState Defaults { get; } = new("definitions") { View = ChartView.Table };

    public override IReadOnlyList<ChartView> Views => [ChartView.Table];

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        var answer = await query.HandleAsync(new DefinitionsQuery.Query(state.Day, state.Selection.Source), cancellationToken);
        return Themed(state, themed => DefinitionsFigure.Of(themed, answer, address));
    }
}

internal static class DefinitionsFigure
{
    public static Figure Of(ChartState state, DefinitionsQuery.Response answer, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var theme = Theme.Of(state.Theme);
        var rows = answer.Definitions.Select(row => new DotRow(texts["definition." + row.Id],
        [
            .. row.Shares.Where(share => share.Share is not null).Select(share => Dot(share, theme, texts, null)),
            .. answer.Claims.Where(claim => claim.Definition == row.Id).SelectMany(claim => claim.Shares.Where(share => share.Share is not null).Select(share => Dot(share, theme, texts, claim))),
        ])).Where(row => row.Dots.Count > 0).ToArray();
        var subtitle = texts["subtitle.definitions"];
        var finding = DefinitionsFinding.Of(answer, subtitle, texts);
        var legend = new[] { ("CN", false), ("US", false), ("CN", true), ("US", true) }.Select(entry =>
            (Name: entry.Item2 ? texts.Format("published", texts.Country(entry.Item1, KeyNames.Country(entry.Item1))) : texts.Country(entry.Item1, KeyNames.Country(entry.Item1)), Colour: theme.Colour(Regions.Of(entry.Item1)), IsClaim: entry.Item2)).ToArray();
        return new Figure(finding.Title, subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, answer.ToCsv(), answer.ToCsv(), answer, rows.Length == 0,
            frame => DotFigure.Draw(frame, rows, legend, value => Ticks.Percent(value, state.Language))) { More = finding.More };
    }

    private static Dot Dot(DefinitionsQuery.CountryShare share, Theme theme, ChartTexts texts, DefinitionsQuery.Claim? claim)
    {
        var text = $"{texts.Country(share.Country, share.Name)} {texts.Percent(share.Share!.Value)}";
        return new Dot((double)share.Share.Value, theme.Colour(Regions.Of(share.Country)), claim is null ? text : $"{text}\n{claim.Source}{texts["join"]}{texts.Claim(claim).Words.Window}", claim is not null);
    }
}
