using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Findings;

/// <summary>From which share to which, and what moved it most; then what came from new ones, from those that left, from faults.</summary>
public static class WhyFinding
{
    /// <param name="name">Whose share, in the reader's language.</param>
    /// <param name="when">"on 22 Nov 2026".</param>
    /// <param name="nameOf">Of a part, as the picture writes it.</param>
    public static Finding Of(WhyQuery.Response answer, string name, string what, Func<DateOnly, string> when, Func<WhyQuery.Part, string> nameOf, string subtitle, ChartTexts texts)
    {
        if (answer is not { From: { } from, To: { } to, ShareFrom: { } before, ShareTo: { } after, Change: { } change } || answer.Parts.Count == 0) return Finding.None(subtitle);
        var named = answer.Parts.FirstOrDefault(part => part.Kind != PartKind.Other && part.Points != 0);
        var title = named is null ? texts.Format("title.why.others", name, what, texts.Percent(before), when(from), texts.Percent(after), when(to))
            : texts.Format("title.why", name, what, texts.Percent(before), when(from), texts.Percent(after), when(to), nameOf(named), NumberText.Points(named.Points, texts.Language));
        var kinds = answer.Parts.GroupBy(part => part.Kind).OrderBy(group => group.Key).Select(group => texts.Format("finding.why.kind", texts.Option("kind", Names.Of(group.Key)), NumberText.Points(group.Sum(part => part.Points), texts.Language)));
        return new Finding(ChartTexts.Capital(title), [texts.Format("finding.why", NumberText.Points(change, texts.Language), string.Join(texts["join"], kinds))]);
    }
}
