using ModelTrends.Charts;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Kinds;
using ModelTrends.Domain.Trends;
using ModelTrends.Pages.Charts;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Dashboards;

/// <summary>What moved the share of the one that leads a chart over time, between the first and the last day it shows.</summary>
/// <param name="Name">In the reader's language.</param>
/// <param name="State">Of the waterfall.</param>
public sealed record WhatMoved(string Name, DateOnly From, DateOnly To, ChartState State)
{
    public string Address => "/why" + State.ToQuery(WhyChart.Usual);

    /// <summary>Null where there is no share over time to speak of.</summary>
    public static WhatMoved? Of(ChartSheet sheet, Lead.Result? lead)
    {
        if (lead is null || sheet.State.Measure == Measure.TrendingSlots || sheet.Figure.Answer is not ShareQuery.Response answer) return null;
        var points = answer.Series.FirstOrDefault(series => series.Key == lead.A.Key)?.Points.Where(point => point.Share is not null && !point.Flags.Contains("incomplete", StringComparer.Ordinal)).ToArray() ?? [];
        // Across a change in what is observed all that came with it would have moved the share.
        if (Array.FindLastIndex(points, point => point.Flags.Contains("break", StringComparer.Ordinal)) is var broken and > 0) points = points[broken..];
        if (points.Length < 2) return null;
        var (from, to) = (points[0].Day, points[^1].Day);
        var state = WhyChart.Usual with
        {
            Selection = sheet.State.Selection with { From = from, To = to }, Key = lead.A.Key, Of = sheet.State.By, Measure = sheet.State.Measure, Language = sheet.State.Language, Theme = sheet.State.Theme,
        };
        return new WhatMoved(lead.A.Name, from, to, state);
    }

    /// <param name="more">Parameters of the picture.</param>
    public string Picture(ThemeName theme, string more)
    {
        var query = (State with { Theme = theme }).ToQuery(WhyChart.Usual);
        return $"/charts/why.svg{query}{(query.Length == 0 ? "?" : "&")}{more}";
    }
}
