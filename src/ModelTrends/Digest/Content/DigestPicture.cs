using ModelTrends.Charts;
using ModelTrends.Charts.Files;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Content;

/// <summary>The week's chart for the mail: the share chart of the site, up to this week's Sunday.</summary>
public sealed class DigestPicture(ChartService charts)
{
    /// <summary>Half a year of weeks is what fits a mail's width.</summary>
    private const int Days = 182;

    /// <returns>Null when the week has nothing to draw; the mail then has its table alone.</returns>
    public async Task<byte[]?> DrawAsync(DigestContent content, Language language, CancellationToken cancellationToken)
    {
        if (content.Shares.Count == 0 || charts.Find("share") is not { } kind)
            return null;
        var state = kind.Defaults with
        {
            Measure = content.Measure,
            Language = language,
            Selection = kind.Defaults.Selection with { Source = content.Source, From = content.Monday.AddDays(-Days), To = content.Monday.AddDays(6), Interval = content.Measure.IsFlow() ? Interval.Week : Interval.Day },
        };
        try
        {
            return (await charts.DrawAsync(state, ChartFormat.Png, PictureOptions.Default with { Width = 1200, Height = 675, Scale = 1 }, cancellationToken: cancellationToken)).Body;
        }
        catch (NothingToDrawException)
        {
            return null;
        }
    }
}
