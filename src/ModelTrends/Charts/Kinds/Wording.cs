using ModelTrends.Platform.Answers;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Kinds;

/// <summary>Footer and names that every chart words alike.</summary>
internal static class Wording
{
    public static IReadOnlyList<string> Footer(ChartTexts texts, Meta meta, string address)
    {
        var sources = string.Join(", ", meta.Sources.Select(source => source == "hub" ? texts["footer.hub"] : source));
        var parts = new List<string>();
        if (sources.Length > 0) parts.Add(texts.Format("footer.source", sources));
        if (meta.Coverage.UnknownShare is { } unknown) parts.Add(texts.Format("footer.unknown", texts.Percent(unknown)));
        if (meta.DataThrough is { } day) parts.Add(texts.Format("footer.through", texts.Day(day)));
        parts.Add(address);
        parts.Add(texts.Format("footer.method", meta.MethodologyVersion));
        if (meta.Sources.Any(source => source != "hub")) parts.Add(texts["footer.part"]);
        parts.Add(texts["footer.download"]);
        return parts;
    }

    public static string By(ChartTexts texts, ChartState state) => texts[$"by.{Names.Of(state.By)}.{Names.Of(state.Selection.Lens)}"];

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
