using System.Text;
using System.Text.Json;
using ModelTrends.Charts.Drawing;
using ModelTrends.Charts.Figures;
using ModelTrends.Charts.Files;
using ModelTrends.Charts.Kinds;
using ModelTrends.Platform.Answers;
using Npgsql;

namespace ModelTrends.Charts;

/// <summary>The one entry to charts, for routes, pages and mail.</summary>
public sealed class ChartService(ChartCatalogue catalogue, ChartPress press, TextMeasure measure, ChartCache cache, NpgsqlDataSource database, IConfiguration configuration)
{
    public IReadOnlyList<ChartKind> Kinds => catalogue.All;

    /// <summary>Scheme and host as <c>Site:PublicUrl</c> tells them; null where it does not.</summary>
    public string? PublicUrl => configuration["Site:PublicUrl"]?.TrimEnd('/') is { Length: > 0 } site ? site : null;

    public ChartKind? Find(string slug) => catalogue.Find(slug);

    /// <summary>The chart's address below the site's.</summary>
    public string Path(ChartState state) => $"/charts/{state.Slug}{state.ToQuery(Kind(state).Defaults)}";

    /// <summary>Whether the reader wants numbers where the chart has a drawing; what is a table by nature is drawn as such.</summary>
    public bool IsTable(ChartState state) => state.View == ChartView.Table && Kind(state).Defaults.View != ChartView.Table;

    public async Task<Figure> FigureAsync(ChartState state, CancellationToken cancellationToken = default)
    {
        var figure = await Kind(state).FigureAsync(state, Printed(Path(state with { Theme = ThemeName.Light })), cancellationToken);
        var credits = await SourceCredit.ReadAsync(database, figure.Meta.Sources, cancellationToken);
        return Finished(figure, state, credits) with { InTheme = figure.InTheme is { } again ? theme => Finished(again(theme), state with { Theme = theme }, credits) : null };
    }

    private Figure Finished(Figure figure, ChartState state, IReadOnlyList<SourceCredit> credits)
    {
        if (IsTable(state) && !figure.IsEmpty) figure = FigureTable.Draw(figure, state);
        return figure with { Footer = Credited(figure.Footer, credits) };
    }

    /// <param name="site">Scheme and host for addresses in the files, where <see cref="PublicUrl"/> is not set.</param>
    /// <exception cref="NothingToDrawException">The question has no numbers.</exception>
    /// <exception cref="DrawingBusyException">Too many pictures are waiting.</exception>
    public Task<ChartFile> DrawAsync(ChartState state, ChartFormat format, PictureOptions? picture = null, bool allRows = false, string? site = null, CancellationToken cancellationToken = default)
    {
        picture ??= PictureOptions.Default;
        var key = $"{Path(state)} {format} {picture} {allRows} {site}";
        // Others may wait for the same file, so one caller's leaving must not stop it.
        return cache.GetAsync(key, () => MakeAsync(state, format, picture, allRows, site, CancellationToken.None)).WaitAsync(cancellationToken);
    }

    /// <summary>SVG to stand inside a page.</summary>
    public async Task<string> SvgAsync(Figure figure, ChartState state, PictureOptions picture, CancellationToken cancellationToken = default) =>
        figure.IsEmpty ? throw new NothingToDrawException() : await press.SvgAsync(figure.Draw(Sheet(state, picture), picture.Caption), picture.Width, picture.Height, figure.Title, cancellationToken);

    public async Task<byte[]> PngAsync(Figure figure, ChartState state, PictureOptions picture, CancellationToken cancellationToken = default) =>
        figure.IsEmpty ? throw new NothingToDrawException() : await press.PngAsync(figure.Draw(Sheet(state, picture), picture.Caption), picture.Width, picture.Height, picture.Scale, figure.Title, picture.IsSmall, cancellationToken);

    public Task<ChartMetadata> MetadataAsync(Figure figure, ChartState state, string? site = null, CancellationToken cancellationToken = default) =>
        ChartMetadata.OfAsync(figure, state.Language, (PublicUrl ?? site) + Path(state), database, cancellationToken);

    /// <summary>Every file of a chart but the zip and its README, by name.</summary>
    public async Task<IReadOnlyList<(string Name, byte[] Body)>> FilesAsync(Figure figure, ChartState state, PictureOptions picture, ChartMetadata metadata, CancellationToken cancellationToken = default)
    {
        var svg = await SvgAsync(figure, state, picture, cancellationToken);
        var png = await press.PngAsync(svg, picture.Scale, cancellationToken);
        return
        [
            ("README.txt", ChartBundle.Readme(metadata, ChartTexts.Of(state.Language))), ("chart.png", png), ("chart.svg", Encoding.UTF8.GetBytes(svg)), ("data.csv", figure.Shown.ToBytes()),
            ("all.csv", figure.All.ToBytes()), ("data.json", Json(figure.Answer)), ("data.xlsx", ChartBundle.Workbook(figure.Shown, metadata)), ("metadata.json", metadata.ToBytes()),
        ];
    }

    private async Task<ChartFile> MakeAsync(ChartState state, ChartFormat format, PictureOptions picture, bool allRows, string? site, CancellationToken cancellationToken)
    {
        var figure = await FigureAsync(state, cancellationToken);
        var rows = allRows ? figure.All : figure.Shown;
        return new ChartFile(format switch
        {
            ChartFormat.Csv => rows.ToBytes(),
            ChartFormat.Xlsx => ChartBundle.Workbook(rows, await MetadataAsync(figure, state, site, cancellationToken)),
            ChartFormat.Json => Json(figure.Answer),
            ChartFormat.Metadata => (await MetadataAsync(figure, state, site, cancellationToken)).ToBytes(),
            ChartFormat.Option => figure.IsEmpty ? throw new NothingToDrawException() : Encoding.UTF8.GetBytes(figure.Draw(Sheet(state, picture), picture.Caption).ToJsonString(AnswerJson.Options)),
            ChartFormat.Png => await PngAsync(figure, state, picture, cancellationToken),
            ChartFormat.Zip => await ZipAsync(figure, state, picture, site, cancellationToken),
            _ => Encoding.UTF8.GetBytes(picture.Outline ? ChartPress.Outline(await SvgAsync(figure, state, picture, cancellationToken)) : await SvgAsync(figure, state, picture, cancellationToken)),
        }, ChartFormats.MediaType(format));
    }

    private async Task<byte[]> ZipAsync(Figure figure, ChartState state, PictureOptions picture, string? site, CancellationToken cancellationToken)
    {
        var metadata = await MetadataAsync(figure, state, site, cancellationToken);
        return ChartBundle.Zip(await FilesAsync(figure, state, picture, metadata, cancellationToken), metadata.DataThrough);
    }

    /// <summary>An address as pictures show it: without scheme, and with the product's name where the site has no address of its own.</summary>
    private string Printed(string path) => (PublicUrl is { } site ? site[(site.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..] : "modeltrends") + path;

    /// <summary>Archives by their title, and whom their licence wants named.</summary>
    private static IReadOnlyList<string> Credited(IReadOnlyList<string> footer, IReadOnlyList<SourceCredit> sources)
    {
        var archives = sources.Where(source => source.IsArchive).ToArray();
        if (archives.Length == 0 || footer.Count == 0) return footer;
        return [SourceCredit.Titled(footer[0], archives), .. footer.Skip(1), .. archives.Where(source => source.Credit is not null).Select(source => $"{source.Credit}{(source.Licence is null ? "" : $", {source.Licence}")}")];
    }

    private Frame Sheet(ChartState state, PictureOptions picture) => new(picture.Width, picture.Height, Theme.Of(state.Theme), state.Language, measure);

    private ChartKind Kind(ChartState state) => catalogue.Find(state.Slug) ?? throw new ArgumentException($"There is no chart '{state.Slug}'.", nameof(state));

    private static byte[] Json(object answer) => JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), AnswerJson.Options);
}
