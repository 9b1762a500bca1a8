using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends;

namespace ModelTrends.Charts.Findings;

/// <summary>Whose models the labs of a country publish. Only regions of labs are compared: nobody knows whether an individual crosses a border.</summary>
public static class FlowsFinding
{
    private static readonly string[] OfLabs = [Regions.China, Regions.UnitedStates, Regions.Europe, Regions.Rest];

    /// <param name="answer">By region.</param>
    public static Finding Of(FlowMatrixQuery.Response answer, Measure measure, string what, string subtitle, ChartTexts texts)
    {
        if (answer.Total is not > 0 || answer.Meta is not { From: { } from, To: { } to }) return Finding.None(subtitle);
        var when = measure.IsFlow() ? texts.Format("when.between", texts.Day(from), texts.Day(to)) : texts.Format("when.day", texts.Day(from));
        var (us, china) = (Part(Regions.UnitedStates, Regions.China), Part(Regions.China, Regions.UnitedStates));
        var title = (us, china) switch
        {
            ({ } a, { } b) => texts.Format("title.flows", texts.Percent(a), what, texts.Percent(b), when),
            ({ } a, null) => texts.Format("title.flows.us", texts.Percent(a), what, when),
            (null, { } b) => texts.Format("title.flows.china", texts.Percent(b), what, when),
            _ => subtitle,
        };
        var more = new List<string>();
        if (Part(Countries.Individual, Regions.China) is { } ofChina && Part(Countries.Individual, Regions.UnitedStates) is { } ofUs)
            more.Add(texts.Format("finding.flows.individuals", texts.Percent(ofChina), texts.Percent(ofUs)));
        var known = answer.Cells.Where(cell => OfLabs.Contains(cell.Publisher, StringComparer.Ordinal) && OfLabs.Contains(cell.Origin, StringComparer.Ordinal)).ToArray();
        if (Shares.Of(known.Where(cell => cell.Publisher != cell.Origin).Sum(cell => cell.Value), known.Sum(cell => cell.Value)) is { } crossing)
            more.Add(texts.Format("finding.flows.crossing", texts.Percent(crossing)));
        if (Shares.Of(answer.Cells.Where(cell => cell.Publisher == Countries.Unknown || cell.Origin == Countries.Unknown).Sum(cell => cell.Value), answer.Total.Value) is > 0 and { } unknown)
            more.Add(texts.Format("finding.flows.unknown", texts.Percent(unknown)));
        return new Finding(title, more);

        decimal? Part(string publisher, string origin) => answer.Publishers.FirstOrDefault(sum => sum.Key == publisher) is not { Value: > 0 } sum ? null
            : Shares.Of(answer.Cells.Where(cell => cell.Publisher == publisher && cell.Origin == origin).Sum(cell => cell.Value), sum.Value);
    }
}
