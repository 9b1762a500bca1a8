using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace ModelTrends.Platform.Answers;

/// <summary>Metadata of a route that /openapi/v1.json lists as parameters.</summary>
public sealed record AnswerParameters(IReadOnlyList<QueryParameter> All);

/// <summary>One question as a route, twice: JSON, and CSV under the same path with <c>.csv</c>.</summary>
public static class AnswerRoutes
{
    /// <summary>Totals change once a day; a few minutes spare the database and are not missed.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <param name="pattern">Below the group: <c>/share</c>.</param>
    /// <param name="name">Operation id; the CSV twin gets <c>Csv</c> behind it.</param>
    /// <param name="parameters">Every query parameter the route knows; others are refused.</param>
    /// <param name="read">Makes the question from path and query; faults go into the reader.</param>
    /// <param name="handle">Answers it, with the class that knows how; null is a 404.</param>
    public static IEndpointRouteBuilder MapAnswer<THandler, TQuery, TResponse>(
        this IEndpointRouteBuilder routes,
        string pattern,
        string name,
        string summary,
        IReadOnlyList<QueryParameter> parameters,
        Func<HttpContext, QueryReader, TQuery> read,
        Func<THandler, TQuery, CancellationToken, Task<TResponse?>> handle)
        where THandler : class
        where TResponse : class, ICsvAnswer
    {
        Describe(routes.MapGet(pattern, (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(http, false, cancellationToken)), name, summary)
            .Produces<TResponse>();
        Describe(routes.MapGet(pattern + ".csv", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(http, true, cancellationToken)), name + "Csv", summary + " As CSV.")
            .Produces<string>(contentType: "text/csv");
        return routes;

        RouteHandlerBuilder Describe(RouteHandlerBuilder route, string operation, string text) => route
            .WithName(operation).WithSummary(text).WithTags("Read API").WithMetadata(new AnswerParameters(parameters))
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status429TooManyRequests);

        async Task<IResult> AnswerAsync(HttpContext http, bool asCsv, CancellationToken cancellationToken)
        {
            try
            {
                var reader = new QueryReader(http.Request.Query);
                var query = read(http, reader);
                reader.ThrowIfFaulty(parameters);
                var response = await handle(http.RequestServices.GetRequiredService<THandler>(), query, cancellationToken);
                if (response is null)
                    return Results.Problem(statusCode: StatusCodes.Status404NotFound, title: "There is nothing of that name.");
                return asCsv
                    ? Bytes(http, response.ToCsv().Attributed(response.Meta.AttributionVersion).ToBytes(), "text/csv; charset=utf-8; header=present", Fresh)
                    : Bytes(http, JsonSerializer.SerializeToUtf8Bytes(response, AnswerJson.Options), "application/json; charset=utf-8", Fresh);
            }
            catch (BadQueryException fault)
            {
                return Problem(fault);
            }
        }
    }

    /// <summary>A body with ETag and Cache-Control; a caller that has it already gets 304 without it.</summary>
    public static IResult Bytes(HttpContext http, byte[] body, string contentType, TimeSpan fresh)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"");
        http.Response.Headers.CacheControl = $"public, max-age={(int)fresh.TotalSeconds}";
        return Results.Bytes(body, contentType, entityTag: tag);
    }

    public static IResult Problem(BadQueryException fault) => Results.Problem(new HttpValidationProblemDetails(
        fault.Faults.ToDictionary(pair => pair.Key, pair => new[] { pair.Value }, StringComparer.Ordinal))
    {
        Status = StatusCodes.Status400BadRequest,
        Title = "The question cannot be answered as asked.",
        Detail = fault.Message,
        Extensions = { ["allowed"] = fault.Allowed },
    });
}
