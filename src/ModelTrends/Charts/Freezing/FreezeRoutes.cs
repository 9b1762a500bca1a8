using ModelTrends.Charts.Files;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts.Freezing;

/// <summary><c>POST /charts/{slug}/freeze</c> and the files of <c>/frozen/{id}</c>; the page of that address is among the pages.</summary>
public static class FreezeRoutes
{
    public const string RateLimit = "freeze";

    /// <summary>They never change.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(365);

    private static readonly (string Ending, string Name, ChartFormat Format)[] Files =
    [
        ("png", "chart.png", ChartFormat.Png), ("svg", "chart.svg", ChartFormat.Svg), ("csv", "data.csv", ChartFormat.Csv), ("all.csv", "all.csv", ChartFormat.Csv),
        ("json", "data.json", ChartFormat.Json), ("xlsx", "data.xlsx", ChartFormat.Xlsx), ("metadata.json", "metadata.json", ChartFormat.Metadata), ("zip", "", ChartFormat.Zip),
        ("narrow.svg", ChartFreezer.NarrowSvg, ChartFormat.Svg), ("og.png", ChartFreezer.SocialPng, ChartFormat.Png),
    ];

    public static void MapFrozenCharts(this WebApplication app)
    {
        app.MapPost("/charts/{slug:regex(^[a-z]+$)}/freeze", (HttpContext http, string slug, ChartService charts, ChartFreezer freezer, CancellationToken cancellationToken) =>
                ChartRoutes.AnswerAsync(http, () => FreezeAsync(http, slug, charts, freezer, cancellationToken)))
            .RequireRateLimiting(RateLimit).WithName("freeze").WithTags("Charts").WithSummary("Keeps the chart for ever; the same chart twice gives the same id.").WithMetadata(new AnswerParameters(ChartState.Parameters));
        foreach (var (ending, name, format) in Files)
        {
            app.MapMethods("/frozen/{id:regex(^[0-9a-f]{{20}}$)}." + ending, ChartRoutes.Reading, async (HttpContext http, string id, ChartFreezer freezer, CancellationToken cancellationToken) =>
            {
                var frozen = await freezer.FindAsync(id, cancellationToken);
                var body = frozen is null ? null : name.Length == 0 ? frozen.Files : ChartFreezer.Read(frozen, name);
                return body is null
                    ? Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such frozen chart.")
                    : AnswerRoutes.Bytes(http, body, ChartFormats.MediaType(format), Fresh);
            }).RequireCors(AnswersModule.Cors).RequireRateLimiting(AnswersModule.RateLimit).WithTags("Charts").WithSummary($"A frozen chart's {ending}.");
        }
    }

    private static async Task<IResult> FreezeAsync(HttpContext http, string slug, ChartService charts, ChartFreezer freezer, CancellationToken cancellationToken)
    {
        if (charts.Find(slug) is not { } kind) return ChartRoutes.NoSuchChart(charts);
        var state = ChartState.Parse(kind.Defaults, http.Request.Query);
        var id = await freezer.FreezeAsync(state, ChartRoutes.Site(http), cancellationToken);
        var address = $"/frozen/{id}";
        // A form of a page is led on to the frozen chart; a program reads the address.
        return http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Results.LocalRedirect(state.Language == Platform.Languages.Language.English ? address : $"{address}?lang={state.Language.Code}", preserveMethod: false)
            : Results.Created(address, new { id, address });
    }
}
