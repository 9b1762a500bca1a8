using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ModelTrends.Digest.Bounces;

/// <summary>The webhook for bounces: generic JSON, with the secret of the settings as a bearer token. Without the setting it does not exist.</summary>
public static class BounceRoutes
{
    private const int LongestRequest = 1024 * 1024;

    public static void MapBounces(this WebApplication app)
    {
        if (!string.IsNullOrWhiteSpace(app.Services.GetRequiredService<IOptions<DigestOptions>>().Value.BounceSecret))
            app.MapPost("/hooks/bounces", TakeAsync).WithMetadata(new RequestSizeLimitAttribute(LongestRequest)).ExcludeFromDescription();
    }

    private static async Task<IResult> TakeAsync(HttpContext http, BounceIntake intake, IOptions<DigestOptions> options, CancellationToken cancellationToken)
    {
        if (!Authorized(http, options.Value.BounceSecret!))
            return Results.Problem(statusCode: StatusCodes.Status401Unauthorized, title: "The bearer token is not the one of the setting Digest__BounceSecret.");
        BounceBody body;
        try
        {
            body = await BounceBody.ReadAsync(http.Request.Body, cancellationToken);
        }
        catch (BadHttpRequestException refused)
        {
            return Results.Problem(
                statusCode: refused.StatusCode, title: refused.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"The body is larger than {LongestRequest} bytes; send the reports in parts." : refused.Message);
        }

        if (body.Fault is var (field, allowed))
            return Results.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [allowed] });

        var results = new List<BounceIntake.Result>();
        foreach (var report in body.Reports)
            results.Add(await intake.TakeAsync(report, cancellationToken));
        int Count(params BounceIntake.Result[] kinds) => results.Count(kinds.Contains);
        return Results.Ok(new
        {
            suppressed = Count(BounceIntake.Result.Suppressed), noted = Count(BounceIntake.Result.Noted),
            ignored = Count(BounceIntake.Result.Ignored, BounceIntake.Result.Delayed), unknown = Count(BounceIntake.Result.Unknown),
        });
    }

    private static bool Authorized(HttpContext http, string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString())), SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + secret)));
}
