using Microsoft.Extensions.Primitives;
using ModelTrends.Charts;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Files;
using ModelTrends.Charts.Kinds;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Pages.Charts;

/// <summary>Opens charts for pages: reads the state of an address, keeps what is good of a faulty one, draws.</summary>
public sealed class ChartSheets(ChartService charts, PageAnswers answers, ChartCache cache, ShareQuery shares, LeaderboardQuery boards, TrendSources sources)
{
    /// <summary>The sheet on a phone; the wide one is hidden there and the other way round.</summary>
    private static readonly PictureOptions Narrow = PictureOptions.Narrow;
    private static readonly PictureOptions Wide = PictureOptions.Default with { Width = 1000, Height = 562 };

    /// <summary>Boxes to choose series from; more are typed.</summary>
    private const int MostCandidates = 30;

    /// <summary>What the form's series were chosen by.</summary>
    public const string Was = "was";

    public IReadOnlyList<ChartKind> Kinds => charts.Kinds;

    public ChartKind? Find(string slug) => charts.Find(slug);

    /// <summary>Scheme and host, for what is pasted elsewhere.</summary>
    public string Site(HttpRequest request) => charts.PublicUrl ?? $"{request.Scheme}://{request.Host}";

    /// <param name="defaults">The state of the page without parameters, in the reader's language.</param>
    /// <param name="own">Parameters that are the page's own and none of the chart's.</param>
    /// <param name="caption">With title and footer in the picture, as files have them; dashboards write both around it.</param>
    /// <exception cref="ModelTrends.Charts.Drawing.DrawingBusyException">Too many pictures are waiting.</exception>
    public async Task<ChartSheet> OpenAsync(ChartKind kind, ChartState defaults, HttpRequest request, IReadOnlyList<string> own, CancellationToken cancellationToken, bool caption = false)
    {
        // A list of boxes sends its name once for each that is ticked; everywhere else a list is separated by commas.
        // Series belong to their dimension: whoever asks for another one in the form starts anew.
        var isOther = request.Query[Was].ToString() is { Length: > 0 } was && !string.Equals(was, request.Query["by"].ToString(), StringComparison.OrdinalIgnoreCase);
        string[] apart = isOther ? [.. own, Was, "keys", "highlight"] : [.. own, Was];
        var query = request.Query.Where(pair => !apart.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
            .Select(pair => pair.Key.Equals("keys", StringComparison.OrdinalIgnoreCase) ? new KeyValuePair<string, StringValues>(pair.Key, string.Join(',', pair.Value.ToArray())) : pair);
        var (state, figure, faults) = await ReadAsync(defaults, [.. query], cancellationToken);
        return await DrawAsync(kind, state, figure, request, caption, cancellationToken) with
        {
            Faults = faults,
            Path = request.Path,
            Own = [.. own.Concat(["lang", "theme"]).Where(request.Query.ContainsKey).Select(name => (name, request.Query[name].ToString()))],
        };
    }

    /// <summary>A chart that a page shows among other things, whatever the page's address says.</summary>
    public async Task<ChartSheet> ShowAsync(ChartKind kind, ChartState state, HttpRequest request, CancellationToken cancellationToken)
    {
        var wanted = state with { Language = Language.Current, Theme = request.Theme() == "dark" ? ThemeName.Dark : ThemeName.Light };
        return await DrawAsync(kind, wanted, await FigureAsync(wanted, cancellationToken), request, false, cancellationToken);
    }

    private async Task<ChartSheet> DrawAsync(ChartKind kind, ChartState state, Figure figure, HttpRequest request, bool caption, CancellationToken cancellationToken)
    {
        var site = Site(request);
        var metadata = await charts.MetadataAsync(figure, state, site, cancellationToken);
        var follows = request.Theme() is null;
        var wide = figure.IsEmpty ? "" : await SvgAsync(kind, state, figure, Wide with { Caption = caption }, follows, cancellationToken);
        var narrow = figure.IsEmpty ? "" : await SvgAsync(kind, state, figure, Narrow with { Caption = caption }, follows, cancellationToken);
        var known = await sources.ListAsync(cancellationToken);
        var used = figure.Meta.Sources.Count > 0 ? known.FirstOrDefault(source => source.Key == figure.Meta.Sources[0]) : null;
        return new ChartSheet(kind, state, figure, metadata, wide, narrow, site, [.. known.Select(source => source.Key).Order(StringComparer.Ordinal)])
        {
            HasCaption = caption,
            Span = used is null ? null : (used.FirstDay, used.LastDay),
            Candidates = await CandidatesAsync(kind, state, figure, cancellationToken),
        };
    }

    /// <summary>Drawn once for a few minutes: of the figure at hand, so that picture and words are of the same numbers.</summary>
    /// <param name="follows">Light or dark as the reader's device is; else as the state says, and on paper light.</param>
    private async Task<string> SvgAsync(ChartKind kind, ChartState state, Figure figure, PictureOptions picture, bool follows, CancellationToken cancellationToken)
    {
        var key = $"page {kind.Slug}{state.ToQuery(kind.Defaults)} {picture} {follows} {figure.Meta.GeneratedAt:O} {figure.Meta.DataThrough:O} {figure.Meta.AttributionVersion}";
        var file = await cache.GetAsync(key, async () => new ChartFile(System.Text.Encoding.UTF8.GetBytes(await DrawAsync()), "image/svg+xml")).WaitAsync(cancellationToken);
        return System.Text.Encoding.UTF8.GetString(file.Body);

        async Task<string> DrawAsync()
        {
            var asked = await charts.SvgAsync(figure, state, picture, CancellationToken.None);
            var isDark = state.Theme == ThemeName.Dark;
            // Who has chosen light gets light alone; a dark page is light on paper.
            if (!follows && !isDark) return asked;
            var turned = state with { Theme = isDark ? ThemeName.Light : ThemeName.Dark };
            var figureTurned = figure.InTheme?.Invoke(turned.Theme) ?? await FigureAsync(turned, CancellationToken.None);
            if (figureTurned.IsEmpty) return asked;
            var other = await charts.SvgAsync(figureTurned, turned, picture, CancellationToken.None);
            return isDark ? TwoThemes.Merge(other, asked) : TwoThemes.Merge(asked, other);
        }
    }

    private async Task<IReadOnlyList<(string, string)>> CandidatesAsync(ChartKind kind, ChartState state, Figure figure, CancellationToken cancellationToken)
    {
        if (figure.IsEmpty || (state.By == Dimension.Region && !state.ByModel) || !kind.IsOfSeries()) return [];
        var asked = state with { Keys = [], Highlight = null, Pin = null, View = ChartView.Line, Scale = ChartScale.Linear };
        var found = await answers.GetAsync($"candidates {kind.Slug}{asked.ToQuery(kind.Defaults)}", () => AskAsync(asked), cancellationToken);
        return found;

        async Task<IReadOnlyList<(string, string)>> AskAsync(ChartState state)
        {
            if (state.ByModel)
            {
                var board = await boards.HandleAsync(new LeaderboardQuery.Query(state.Selection, BoardMeasure.Downloads30d, MostCandidates), CancellationToken.None);
                return [.. board.Entries.Select(entry => (entry.ModelId, entry.ModelId))];
            }

            var all = await shares.HandleAsync(new ShareQuery.Query(state.Selection, state.By, state.Measure, state.Top), CancellationToken.None);
            var texts = ChartTexts.Of(state.Language);
            return [.. all.Series.Where(series => series.Key is not (KeyNames.Other or Domain.Labs.Countries.Unknown))
                .OrderByDescending(series => series.Points.Count == 0 ? 0 : series.Points[^1].Value ?? 0).ThenBy(series => series.Key, StringComparer.Ordinal)
                .Select(series => (series.Key, texts.Key(state.By, series.Key, series.Name)))];
        }
    }

    /// <summary>Language belongs to the question: the figure has words.</summary>
    private Task<Figure> FigureAsync(ChartState state, CancellationToken cancellationToken) =>
        answers.GetAsync($"figure {state.Slug}{state.ToQuery(charts.Find(state.Slug)!.Defaults)}", () => charts.FigureAsync(state, CancellationToken.None), cancellationToken);

    /// <summary>A reader's address may be old, mistyped or hostile: what cannot be read is named and left out, the rest still answers.</summary>
    private async Task<(ChartState State, Figure Figure, IReadOnlyDictionary<string, string> Faults)> ReadAsync(
        ChartState defaults, List<KeyValuePair<string, StringValues>> query, CancellationToken cancellationToken)
    {
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                var state = ChartState.Parse(defaults with { Language = Language.Current }, query);
                return (state, await FigureAsync(state, cancellationToken), faults);
            }
            catch (BadQueryException bad) when (query.Count > 0)
            {
                foreach (var (name, reason) in bad.Faults)
                    faults.TryAdd(name, reason);
                // A name that is no parameter is told shortened, so it is found by its beginning.
                if (query.RemoveAll(pair => bad.Faults.Keys.Any(name => pair.Key.StartsWith(name.TrimEnd('…'), StringComparison.OrdinalIgnoreCase))) == 0)
                    query.Clear();
            }
        }
    }
}
