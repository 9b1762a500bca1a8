using Microsoft.AspNetCore.Http.HttpResults;
using ModelTrends.Charts.Drawing;
using ModelTrends.Charts.Files;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts;

/// <summary>The files behind a chart's address: <c>/charts/{slug}.png</c> and the others.</summary>
public static class ChartRoutes
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <summary>Seconds; a full queue empties in about three.</summary>
    private const string RetryAfter = "5";

    private static readonly IReadOnlyList<QueryParameter> Parameters = [.. ChartState.Parameters, .. PictureOptions.Parameters, new("rows", "CSV and XLSX: the rows in the picture, or all.", ["shown", "all"], "shown")];

    /// <summary>Programs that show links ask with HEAD first.</summary>
    public static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapChartFiles(this WebApplication app)
    {
        var group = app.MapGroup("/charts").RequireCors(AnswersModule.Cors).RequireRateLimiting(AnswersModule.RateLimit);
        foreach (var format in Enum.GetValues<ChartFormat>())
        {
            group.MapMethods("/{slug:regex(^[a-z]+$)}." + ChartFormats.Ending(format), Reading, (HttpContext http, string slug, ChartService charts, CancellationToken cancellationToken) =>
                    AnswerAsync(http, () => FileAsync(http, slug, format, charts, cancellationToken)))
                .WithName("chart" + format).WithTags("Charts").WithSummary($"A chart as {ChartFormats.Ending(format)}.").WithMetadata(new AnswerParameters(Parameters));
        }
    }

    /// <summary>Faults of the question, a full queue and an empty answer, each with its own status; anything else is a fault of ours.</summary>
    public static async Task<IResult> AnswerAsync(HttpContext http, Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (BadQueryException fault)
        {
            return AnswerRoutes.Problem(fault);
        }
        catch (NothingToDrawException nothing)
        {
            return Results.Problem(statusCode: StatusCodes.Status404NotFound, title: nothing.Message);
        }
        catch (DrawingBusyException busy)
        {
            http.Response.Headers.RetryAfter = RetryAfter;
            return Results.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: "Too many pictures are being drawn.", detail: busy.Message);
        }
    }

    /// <summary>404 as a problem that names the slugs.</summary>
    public static ProblemHttpResult NoSuchChart(ChartService charts) =>
        TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is no such chart.", detail: $"There are {string.Join(", ", charts.Kinds.Select(kind => kind.Slug))}.");

    public static string Site(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}";

    private static async Task<IResult> FileAsync(HttpContext http, string slug, ChartFormat format, ChartService charts, CancellationToken cancellationToken)
    {
        if (charts.Find(slug) is not { } kind) return NoSuchChart(charts);
        var reader = new QueryReader(http.Request.Query);
        var state = ChartState.Read(kind.Defaults, reader);
        var picture = PictureOptions.Read(reader);
        var rows = reader.Text("rows");
        if (rows is not (null or "shown" or "all")) reader.Fail("rows", "is not one of shown, all.", ["shown", "all"]);
        reader.ThrowIfFaulty(Parameters);
        var file = await charts.DrawAsync(state, format, picture, rows == "all", Site(http), cancellationToken);
        if (format is ChartFormat.Zip or ChartFormat.Xlsx)
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"modeltrends-{slug}.{ChartFormats.Ending(format)}\"";
        return AnswerRoutes.Bytes(http, file.Body, file.ContentType, Fresh);
    }
}
