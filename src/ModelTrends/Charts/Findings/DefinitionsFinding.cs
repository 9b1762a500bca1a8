using ModelTrends.Trends;

namespace ModelTrends.Charts.Findings;

/// <summary>Between which numbers China's share lies, and how often it is the larger one.</summary>
public static class DefinitionsFinding
{
    public static Finding Of(DefinitionsQuery.Response answer, string subtitle, ChartTexts texts)
    {
        var rows = answer.Definitions.Where(row => Of(row.Shares, "CN") is not null && Of(row.Shares, "US") is not null)
            .Select(row => (row.Id, row.Source, China: Of(row.Shares, "CN")!.Value, Us: Of(row.Shares, "US")!.Value)).ToArray();
        if (rows.Length == 0) return Finding.None(subtitle);
        if (rows is [var only]) return new Finding(texts.Format("title.definitions.one", texts.Percent(only.China), texts.Percent(only.Us), texts.Definition(only.Id)), []);
        var (least, most) = (rows.MinBy(row => row.China), rows.MaxBy(row => row.China));
        var title = texts.Format("title.definitions", texts.Percent(least.China), texts.Percent(most.China), rows.Count(row => row.China > row.Us), rows.Length);
        var more = new List<string> { texts.Format("finding.definitions.ends", texts.Definition(least.Id), texts.Percent(least.China), texts.Definition(most.Id), texts.Percent(most.China)) };
        var claims = answer.Claims.Select(claim => Of(claim.Shares, "CN")).OfType<decimal>().ToArray();
        if (claims.Length > 1) more.Add(texts.Format("finding.definitions.claims", claims.Length, texts.Percent(claims.Min()), texts.Percent(claims.Max())));
        if (rows.Select(row => row.Source).Distinct(StringComparer.Ordinal).Skip(1).Any()) more.Add(texts["finding.definitions.sources"]);
        return new Finding(title, more);
    }

    private static decimal? Of(IReadOnlyList<DefinitionsQuery.CountryShare> shares, string country) => shares.FirstOrDefault(share => share.Country == country)?.Share;
}
