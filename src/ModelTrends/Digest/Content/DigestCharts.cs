using ModelTrends.Charts;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Files;
using ModelTrends.Charts.Freezing;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>The week's charts for the mail: the site's own, up to this week's Sunday, as a picture and as links.</summary>
public sealed class DigestCharts(ChartService charts, ChartFreezer freezer)
{
    /// <summary>Half a year of weeks is what fits a mail's width.</summary>
    private const int Days = 182;

    /// <summary>Drawn as wide as a telephone shows it twice over, so that its letters can be read there.</summary>
    private static readonly PictureOptions Size = PictureOptions.Default with { Width = 380, Height = 370, Scale = 2.25, IsSmall = true };

    /// <summary>Addresses below the site's, without its name; null when there is nothing to draw.</summary>
    public sealed record Links(string? Share, string? Board);

    /// <returns>Null when the week has nothing to draw; the mail then has its table alone.</returns>
    public async Task<byte[]?> DrawAsync(DigestContent content, Language language, CancellationToken cancellationToken)
    {
        if (Share(content, language) is not { } state)
            return null;
        try
        {
            return (await charts.DrawAsync(state, ChartFormat.Png, Size, cancellationToken: cancellationToken)).Body;
        }
        catch (NothingToDrawException)
        {
            return null;
        }
    }

    /// <summary>Addresses of the charts as they are, for a preview: nothing is kept.</summary>
    public Links Live(DigestContent content, Language language) => new(Address(Share(content, language)), Address(Board(content, language)));

    /// <summary>Keeps the charts for ever, so that the mail's numbers can be looked up when the live ones have changed.</summary>
    public async Task<Links> FreezeAsync(DigestContent content, Language language, CancellationToken cancellationToken) =>
        new(await FreezeAsync(Share(content, language), cancellationToken), await FreezeAsync(Board(content, language), cancellationToken));

    private async Task<string?> FreezeAsync(ChartState? state, CancellationToken cancellationToken)
    {
        if (state is null)
            return null;
        try
        {
            return "/frozen/" + await freezer.FreezeAsync(state, cancellationToken);
        }
        catch (NothingToDrawException)
        {
            return null;
        }
    }

    private ChartState? Share(DigestContent content, Language language) => content.Shares.Count == 0 || charts.Find("share") is not { } kind ? null : kind.Defaults with
    {
        Measure = content.Measure,
        Language = language,
        Selection = kind.Defaults.Selection with { Source = content.Source, From = content.Monday.AddDays(-Days), To = content.Sunday, Interval = content.Measure.IsFlow() ? Interval.Week : Interval.Day },
    };

    private ChartState? Board(DigestContent content, Language language) => content.Board.Count == 0 || charts.Find("leaderboard") is not { } kind ? null : kind.Defaults with
    {
        Day = content.BoardDay,
        Language = language,
        Selection = kind.Defaults.Selection with { Source = content.BoardSource, Population = Population.All, Interval = Interval.Week },
    };

    private string? Address(ChartState? state) => state is null ? null : $"/charts/{state.Slug}{state.ToQuery(charts.Find(state.Slug)!.Defaults)}";
}
