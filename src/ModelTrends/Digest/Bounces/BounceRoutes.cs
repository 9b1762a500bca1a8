using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ModelTrends.Digest.Bounces;

/// <summary>The webhook for bounces: generic JSON, with the secret of the settings as a bearer token. Without the setting it does not exist.</summary>
public static class BounceRoutes
{
    /// <summary>Providers send their reports in bundles of some hundred.</summary>
    private const int Most = 1000;

    private const int LongestRequest = 1024 * 1024;

    private const string Shape = "A JSON object, or an array of at most 1000, with recipient or messageId and with status (5.1.1).";

    public static void MapBounces(this WebApplication app)
    {
        if (!string.IsNullOrWhiteSpace(app.Services.GetRequiredService<IOptions<DigestOptions>>().Value.BounceSecret))
            app.MapPost("/hooks/bounces", TakeAsync).WithMetadata(new RequestSizeLimitAttribute(LongestRequest)).ExcludeFromDescription();
    }

    private static async Task<IResult> TakeAsync(HttpContext http, BounceIntake intake, IOptions<DigestOptions> options, CancellationToken cancellationToken)
    {
        if (!Authorized(http, options.Value.BounceSecret!))
            return Results.Problem(statusCode: StatusCodes.Status401Unauthorized, title: "The bearer token is not the one of the setting Digest__BounceSecret.");
        if (await ReadAsync(http, cancellationToken) is not { } reports)
            return Fault("body", Shape);
        for (var i = 0; i < reports.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(reports[i].Recipient) && string.IsNullOrWhiteSpace(reports[i].MessageId))
                return Fault($"[{i}].recipient", "An address, or messageId instead.");
            if (reports[i].Status?.TrimStart() is not ['2' or '4' or '5', ..])
                return Fault($"[{i}].status", "A status of RFC 3463 such as 5.1.1; text may follow.");
        }

        var results = new List<BounceIntake.Result>();
        foreach (var report in reports)
            results.Add(await intake.TakeAsync(report, cancellationToken));
        int Count(BounceIntake.Result result) => results.Count(r => r == result);
        return Results.Ok(new { suppressed = Count(BounceIntake.Result.Suppressed), noted = Count(BounceIntake.Result.Noted), ignored = Count(BounceIntake.Result.Ignored), unknown = Count(BounceIntake.Result.Unknown) });
    }

    private static async Task<IReadOnlyList<BounceIntake.Report>?> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellationToken);
            var rows = body.RootElement.ValueKind switch
            {
                JsonValueKind.Array when body.RootElement.GetArrayLength() <= Most => body.RootElement.EnumerateArray().ToArray(),
                JsonValueKind.Object => [body.RootElement],
                _ => null,
            };
            return rows?.Select(row => row.Deserialize<BounceIntake.Report>(JsonSerializerOptions.Web) ?? new BounceIntake.Report(null, null, null)).ToArray();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Fault(string field, string allowed) => Results.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [allowed] });

    private static bool Authorized(HttpContext http, string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString())), SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + secret)));
}
