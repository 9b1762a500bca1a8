using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Findings;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>The lineage tree: a root and who builds on it. The key is owner/name of any model of the tree; the tree is that of its root.</summary>
public sealed class LineageChart(LineageQuery query) : ChartKind
{
    public override ChartState Defaults { get; } = new("lineage") { View = ChartView.Bar, Top = 30, Selection = new Selection { Population = Population.All } };

    public override IReadOnlyList<ChartView> Views => [ChartView.Bar];

    public override async Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken)
    {
        var key = state.Keys is [var first, ..] ? first : null;
        if (state.Keys.Count > 1 || (key is not null && !ModelId.IsValid(key))) throw Fault("is owner/name of one model.");
        return await query.HandleAsync(new LineageQuery.Query(state.Selection, key, state.Top, state.Day), cancellationToken) is { } answer
            ? Themed(state, themed => LineageFigure.Of(themed, answer, address)) : throw Fault($"'{(key!.Length > 60 ? key[..60] : key)}' is no model that was ever observed.");
    }

    private static BadQueryException Fault(string reason) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["keys"] = reason }, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
}

internal static class LineageFigure
{
    public static Figure Of(ChartState state, LineageQuery.Response answer, string address)
    {
        var texts = ChartTexts.Of(state.Language);
        var subtitle = texts.Format("subtitle.lineage", answer.Root ?? "");
        var finding = LineageFinding.Of(answer, subtitle, texts);
        return new Figure(finding.Title, subtitle, Wording.Footer(texts, answer.Meta, address), answer.Meta, answer.ToCsv(), answer.ToCsv(), answer, answer.Nodes.Count == 0, frame => Draw(frame, state, answer, texts)) { More = finding.More };
    }

    private static System.Text.Json.Nodes.JsonObject Draw(Frame frame, ChartState state, LineageQuery.Response answer, ChartTexts texts)
    {
        var theme = Theme.Of(state.Theme);
        var nodes = Chosen(answer, TreeFigure.Fit(frame));
        var lines = nodes.Select((node, i) => (node.ModelId, i)).ToDictionary(pair => pair.ModelId, pair => pair.i, StringComparer.OrdinalIgnoreCase);
        var branches = nodes.Select(node => new Branch(
            node.Depth == 0 ? node.ModelId : Name(node, nodes[lines[node.Base!]]), node.Depth == 0 ? -1 : lines[node.Base!], node.Depth, node.Downloads30d,
            node.Downloads30d is { } value ? texts.Number(value) : texts["lineage.unseen"], theme.Colour(Regions.Of(node.Country)),
            $"{node.ModelId}\n{node.LabName}, {texts.Country(node.Country, KeyNames.Country(node.Country))}\n{(node.Relation is null ? "" : texts.Option("relation", node.Relation) + ", ")}{(node.Downloads30d is { } count ? texts.Number(count) : texts["lineage.unseen"])}",
            node.Country == Countries.Unknown, string.Equals(node.ModelId, answer.Asked, StringComparison.OrdinalIgnoreCase))).ToArray();
        return TreeFigure.Draw(frame, branches, Wording.Regions(nodes.Select(node => Regions.Of(node.Country)), theme, texts));
    }

    /// <summary>The most downloaded with all that lies between them and the root, in the order of the tree; root and the model asked for always.</summary>
    private static LineageQuery.Node[] Chosen(LineageQuery.Response answer, int most)
    {
        if (answer.Nodes.Count <= most) return [.. answer.Nodes];
        var byName = answer.Nodes.ToDictionary(node => node.ModelId, StringComparer.OrdinalIgnoreCase);
        var kept = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var node in answer.Nodes.OrderByDescending(node => node.Depth == 0).ThenByDescending(node => string.Equals(node.ModelId, answer.Asked, StringComparison.OrdinalIgnoreCase)).ThenByDescending(node => node.Downloads30d ?? 0))
        {
            var path = new List<string>();
            for (var at = node; at is not null; at = at.Base is null ? null : byName.GetValueOrDefault(at.Base)) path.Add(at.ModelId);
            if (kept.Count + path.Count(name => !kept.Contains(name)) <= most) kept.UnionWith(path);
        }

        return [.. answer.Nodes.Where(node => kept.Contains(node.ModelId))];
    }

    /// <summary>Below a model of the same owner the owner need not be said again.</summary>
    private static string Name(LineageQuery.Node node, LineageQuery.Node parent) =>
        string.Equals(ModelId.Owner(node.ModelId), ModelId.Owner(parent.ModelId), StringComparison.OrdinalIgnoreCase) ? node.ModelId[(node.ModelId.IndexOf('/', StringComparison.Ordinal) + 1)..] : node.ModelId;
}
