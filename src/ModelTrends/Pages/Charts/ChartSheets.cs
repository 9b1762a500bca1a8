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
public sealed class ChartSheets(ChartService charts, TrendSources sources)
{
    /// <summary>The sheet on a phone; the wide one is hidden there and the other way round.</summary>
    private static readonly PictureOptions Narrow = PictureOptions.Narrow;
    private static readonly PictureOptions Wide = PictureOptions.Default with { Width = 1000, Height = 562 };

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
        var (state, figure, faults) = await ReadAsync(defaults, [.. request.Query.Where(pair => !own.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))], cancellationToken);
        return await DrawAsync(kind, state, figure, request, caption, cancellationToken) with
        {
            Faults = faults,
            Path = request.Path,
            Own = [.. own.Where(request.Query.ContainsKey).Select(name => (name, request.Query[name].ToString()))],
        };
    }

    /// <summary>A chart that a page shows among other things, whatever the page's address says.</summary>
    public async Task<ChartSheet> ShowAsync(ChartKind kind, ChartState state, HttpRequest request, CancellationToken cancellationToken)
    {
        var wanted = state with { Language = Language.Current, Theme = request.Theme() == "dark" ? ThemeName.Dark : ThemeName.Light };
        return await DrawAsync(kind, wanted, await charts.FigureAsync(wanted, cancellationToken), request, false, cancellationToken);
    }

    private async Task<ChartSheet> DrawAsync(ChartKind kind, ChartState state, Figure figure, HttpRequest request, bool caption, CancellationToken cancellationToken)
    {
        var site = Site(request);
        var metadata = await charts.MetadataAsync(figure, state, site, cancellationToken);
        var wide = figure.IsEmpty ? "" : await charts.SvgAsync(figure, state, Wide with { Caption = caption }, cancellationToken);
        var narrow = figure.IsEmpty ? "" : await charts.SvgAsync(figure, state, Narrow with { Caption = caption }, cancellationToken);
        var known = (await sources.ListAsync(cancellationToken)).Select(source => source.Key).Order(StringComparer.Ordinal).ToArray();
        return new ChartSheet(kind, state, figure, metadata, wide, narrow, site, known) { HasCaption = caption };
    }

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
                return (state, await charts.FigureAsync(state, cancellationToken), faults);
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
