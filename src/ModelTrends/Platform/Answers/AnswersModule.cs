using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using ModelTrends.Platform.Security;
using Scalar.AspNetCore;

namespace ModelTrends.Platform.Answers;

/// <summary>What the whole read API shares: CORS for GET, a rate limit per address, its description and the page that shows it.</summary>
public static class AnswersModule
{
    public const string Cors = "read-api";
    public const string RateLimit = "read-api";

    public static void AddAnswers(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AnswersOptions>().BindConfiguration(AnswersOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddCors(options => options.AddPolicy(Cors, policy => policy.AllowAnyOrigin().WithMethods("GET", "HEAD").AllowAnyHeader().WithExposedHeaders("ETag", "Retry-After")));
        builder.Services.ConfigureHttpJsonOptions(options => AnswerJson.Configure(options.SerializerOptions));
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = static async (context, cancellationToken) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "60";
                await Results.Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "Too many questions.",
                    detail: $"At most {Limit(context.HttpContext)} questions a minute and address; try again in a minute.").ExecuteAsync(context.HttpContext);
            };
            options.AddPolicy(RateLimit, http => PerAddress.All(Limit(http), TimeSpan.FromMinutes(1))(http));
        });
        builder.Services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "ModelTrends read API";
                document.Info.Description = "Who makes the models the world downloads. No key; CORS is open for GET; every route answers as CSV with .csv after the path. "
                    + "A download is a GET or HEAD request to a repository's query files: not users, not deduplicated; the origin of a model says nothing about where its users are.";
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(DescribeParameters);
        });
    }

    private static int Limit(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<AnswersOptions>>().Value.QuestionsAMinute;

    /// <summary>The group every public answer hangs on: <c>/api/v1</c>.</summary>
    public static RouteGroupBuilder MapReadApi(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1").RequireCors(Cors).RequireRateLimiting(RateLimit);

    public static void MapAnswers(this WebApplication app)
    {
        app.MapGet("/openapi/v1.json", DescribeAsync).RequireCors(Cors).RequireRateLimiting(RateLimit).ExcludeFromDescription();
        app.MapScalarApiReference("/docs", options => options.WithTitle("ModelTrends API").DisableDefaultFonts());
    }

    /// <summary>The description as an answer like the others: kept for an hour, recognised by its ETag. It changes with the program alone.</summary>
    private static async Task<IResult> DescribeAsync(HttpContext http, [FromKeyedServices("v1")] IOpenApiDocumentProvider provider, CancellationToken cancellationToken)
    {
        var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
        return AnswerRoutes.Bytes(http, Encoding.UTF8.GetBytes(json), "application/json; charset=utf-8", TimeSpan.FromHours(1));
    }

    private static Task DescribeParameters(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<AnswerParameters>().SelectMany(p => p.All))
        {
            var type = parameter.Format switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String };
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Default is null ? parameter.Description : $"{parameter.Description} Default: {parameter.Default}.",
                Schema = new OpenApiSchema
                {
                    Type = type,
                    Format = type == JsonSchemaType.String ? parameter.Format : null,
                    Enum = parameter.Allowed is null ? null! : [.. parameter.Allowed.Select(value => System.Text.Json.Nodes.JsonValue.Create(value))],
                },
            });
        }

        return Task.CompletedTask;
    }
}
