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

    public ChartKind? Find(string slug) => catalogue.Find(slug);

    /// <summary>The chart's permanent address, with the site's name when <c>Site:PublicUrl</c> tells it.</summary>
    public string Address(ChartState state) => $"{configuration["Site:PublicUrl"]?.TrimEnd('/')}/charts/{state.Slug}{state.ToQuery(Kind(state).Defaults)}";

    public Task<Figure> FigureAsync(ChartState state, CancellationToken cancellationToken = default) =>
        Kind(state).FigureAsync(state, Address(state with { Theme = ThemeName.Light }), cancellationToken);

    /// <exception cref="NothingToDrawException">The question has no numbers.</exception>
    /// <exception cref="DrawingBusyException">Too many pictures are waiting.</exception>
    public Task<ChartFile> DrawAsync(ChartState state, ChartFormat format, PictureOptions? picture = null, bool allRows = false, CancellationToken cancellationToken = default)
    {
        picture ??= PictureOptions.Default;
        var key = $"{state.Slug}{state.ToQuery(Kind(state).Defaults)} {format} {picture} {allRows}";
        // Others may wait for the same file, so one caller's leaving must not stop it.
        return cache.GetAsync(key, () => MakeAsync(state, format, picture, allRows, CancellationToken.None)).WaitAsync(cancellationToken);
    }

    /// <summary>SVG to stand inside a page.</summary>
    public async Task<string> SvgAsync(Figure figure, ChartState state, PictureOptions picture, CancellationToken cancellationToken = default) =>
        figure.IsEmpty ? throw new NothingToDrawException() : await press.SvgAsync(figure.Draw(Sheet(state, picture), picture.Caption), picture.Width, picture.Height, figure.Title, cancellationToken);

    /// <summary>Every file of a chart but the zip, by name.</summary>
    public async Task<(ChartMetadata Metadata, IReadOnlyList<(string Name, byte[] Body)> Files)> AllAsync(ChartState state, PictureOptions picture, CancellationToken cancellationToken = default)
    {
        var figure = await FigureAsync(state, cancellationToken);
        var svg = await SvgAsync(figure, state, picture, cancellationToken);
        var png = await press.PngAsync(svg, picture.Scale, cancellationToken);
        var metadata = await ChartMetadata.OfAsync(figure, Address(state), database, cancellationToken);
        return (metadata,
        [
            ("README.txt", ChartBundle.Readme(metadata)), ("chart.png", png), ("chart.svg", System.Text.Encoding.UTF8.GetBytes(svg)), ("data.csv", figure.Shown.ToBytes()),
            ("all.csv", figure.All.ToBytes()), ("data.json", Json(figure.Answer)), ("data.xlsx", ChartBundle.Workbook(figure.Shown)), ("metadata.json", metadata.ToBytes()),
        ]);
    }

    private async Task<ChartFile> MakeAsync(ChartState state, ChartFormat format, PictureOptions picture, bool allRows, CancellationToken cancellationToken)
    {
        if (format == ChartFormat.Zip)
        {
            var (metadata, files) = await AllAsync(state, picture, cancellationToken);
            return File(ChartBundle.Zip(files, metadata.DataThrough ?? DateOnly.MinValue));
        }

        var figure = await FigureAsync(state, cancellationToken);
        if (figure.IsEmpty && format is ChartFormat.Png or ChartFormat.Svg or ChartFormat.Option) throw new NothingToDrawException();
        var rows = allRows ? figure.All : figure.Shown;
        return File(format switch
        {
            ChartFormat.Csv => rows.ToBytes(),
            ChartFormat.Xlsx => ChartBundle.Workbook(rows),
            ChartFormat.Json => Json(figure.Answer),
            ChartFormat.Metadata => (await ChartMetadata.OfAsync(figure, Address(state), database, cancellationToken)).ToBytes(),
            ChartFormat.Option => System.Text.Encoding.UTF8.GetBytes(figure.Draw(Sheet(state, picture), picture.Caption).ToJsonString(AnswerJson.Options)),
            ChartFormat.Png => await press.PngAsync(figure.Draw(Sheet(state, picture), picture.Caption), picture.Width, picture.Height, picture.Scale, figure.Title, cancellationToken),
            _ => System.Text.Encoding.UTF8.GetBytes(picture.Outline ? ChartPress.Outline(await SvgAsync(figure, state, picture, cancellationToken)) : await SvgAsync(figure, state, picture, cancellationToken)),
        });

        ChartFile File(byte[] body) => new(body, ChartFormats.MediaType(format));
    }

    private Frame Sheet(ChartState state, PictureOptions picture) => new(picture.Width, picture.Height, Theme.Of(state.Theme), state.Language, measure);

    private ChartKind Kind(ChartState state) => catalogue.Find(state.Slug) ?? throw new ArgumentException($"There is no chart '{state.Slug}'.", nameof(state));

    private static byte[] Json(object answer) => JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), AnswerJson.Options);
}
