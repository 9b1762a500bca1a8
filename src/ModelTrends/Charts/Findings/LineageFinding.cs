using ModelTrends.Domain.Labs;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Findings;

/// <summary>How many build on a model, and who published the most downloaded of them.</summary>
public static class LineageFinding
{
    public static Finding Of(LineageQuery.Response answer, string subtitle, ChartTexts texts)
    {
        if (answer.Root is not { } root) return Finding.None(subtitle);
        if (answer.Derivatives == 0) return new Finding(texts.Format("title.lineage.none", root), []);
        var own = answer.Nodes.FirstOrDefault(node => node.Depth == 0)?.Downloads30d;
        var (count, theirs) = (texts.Number(answer.Derivatives), texts.Number(answer.DerivativesDownloads30d ?? 0));
        var one = answer.Derivatives == 1 ? ".one" : "";
        var title = own is { } downloads ? texts.Format("title.lineage" + one, root, count, theirs, texts.Number(downloads)) : texts.Format("title.lineage.unseen" + one, root, count, theirs);
        // Bases in between that the source did not see are no models of its day.
        var built = answer.Nodes.Where(node => node.Depth > 0 && node.Observed).ToArray();
        return new Finding(title, built.Length < 2 ? [] :
            [texts.Format("finding.lineage.publishers", built.Length, built.Count(node => node.Country == "CN"), built.Count(node => node.Country == "US"), built.Count(node => node.Country == Countries.Individual), built.Count(node => node.Country == Countries.Unknown), root)]);
    }
}
