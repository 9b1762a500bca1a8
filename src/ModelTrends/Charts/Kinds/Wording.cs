using ModelTrends.Charts.Figures;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Footer and names that every chart words alike.</summary>
internal static class Wording
{
    /// <summary>In the order of their weight: a small sheet leaves out the last ones.</summary>
    public static IReadOnlyList<string> Footer(ChartTexts texts, Meta meta, string address)
    {
        var sources = string.Join(texts["join"], meta.Sources.Select(source => source.StartsWith("hub", StringComparison.Ordinal) ? texts["footer." + source] : source));
        var parts = new List<string>();
        if (sources.Length > 0) parts.Add(texts.Format("footer.source", sources));
        if (Definition(texts, meta) is { Length: > 0 } definition) parts.Add(texts.Format("footer.definition", definition));
        if (meta.Coverage.UnknownShare is { } unknown) parts.Add(texts.Format("footer.unknown", texts.Percent(unknown)));
        if (meta.DataThrough is { } day) parts.Add(texts.Format("footer.through", texts.Day(day)));
        parts.Add(address);
        parts.Add(texts["footer.download"]);
        parts.Add(texts.Format("footer.method", meta.MethodologyVersion));
        if (meta.Coverage.Kind is "list" or "sample" || (meta.Coverage.Kind is null && meta.Sources.Any(source => source != "hub"))) parts.Add(texts["footer.part"]);
        return parts;
    }

    /// <summary>A lab's name without what stands in brackets behind it: "Z.ai (Zhipu AI)".</summary>
    public static string Brief(string name) => name.IndexOf(" (", StringComparison.Ordinal) is var at and > 0 ? name[..at] : name;

    /// <summary>The regions of a grid with their colours, in the fixed order.</summary>
    public static IReadOnlyList<(string Name, string Colour)> Regions(IEnumerable<string> shown, Theme theme, ChartTexts texts)
    {
        var found = shown.ToHashSet(StringComparer.Ordinal);
        return [.. Domain.Labs.Regions.All.Where(found.Contains).Select(region => (texts["key." + region], theme.Colour(region)))];
    }

    /// <summary>Which models count, for whom, and every switch that is on: a picture travels without its controls.</summary>
    private static string Definition(ChartTexts texts, Meta meta)
    {
        var parts = new List<string>();
        if (meta.Population is { } population) parts.Add(texts.Option("population", population).ToLower(texts.Language.Culture));
        if (meta.Lens is { } lens) parts.Add(texts["lens." + lens]);
        foreach (var (filter, value) in meta.Filters)
        {
            parts.Add(filter switch
            {
                "excludeCi" => texts["footer.filter.excludeCi"],
                "relation" => texts.Format("footer.filter.relation", string.Join(texts["join"], value.Split(',').Select(relation => texts.Option("relation", relation).ToLower(texts.Language.Culture)))),
                "size" => texts.Format("footer.filter.size", string.Join(texts["join"], value.Split(','))),
                "asOf" => texts.Format("footer.filter.asOf", value),
                _ => $"{filter} {value}",
            });
        }

        return string.Join(texts["join"], parts);
    }

    public static string By(ChartTexts texts, ChartState state) => state.ByModel ? texts["by.model"] : texts[$"by.{Names.Of(state.By)}.{Names.Of(state.Selection.Lens)}"];

    /// <summary>Behind a subtitle, in the language's own brackets.</summary>
    public static string Log(ChartTexts texts) => texts.Language == Platform.Languages.Language.Chinese ? $"（{texts["log"]}）" : $" ({texts["log"]})";

    public static string Interval(ChartTexts texts, ChartState state) => texts["interval." + Names.Of(state.Selection.Interval)];

    /// <summary>"on 22 Nov 2026", "in the week from 16 Nov 2026", "in Nov 2026".</summary>
    public static string When(ChartTexts texts, ChartState state, DateOnly day) => texts.Format(
        "when." + Names.Of(state.Selection.Interval), state.Selection.Interval == Domain.Trends.Interval.Month ? Platform.Languages.DateText.Month(day, texts.Language) : texts.Day(day));

    public static string? Note(ChartTexts texts, IReadOnlyList<string> flags)
    {
        var told = flags.Where(flag => flag is not "incomplete").Select(flag => texts["flag." + flag]).ToArray();
        return told.Length == 0 ? null : string.Join(", ", told);
    }

    public static CsvTable Rows(ShareQuery.Response answer, Func<string, bool>? isShown = null) =>
        (answer with { Series = [.. answer.Series.Where(series => isShown?.Invoke(series.Key) ?? true)] }).ToCsv();
}
