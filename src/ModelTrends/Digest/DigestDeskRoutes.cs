using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest;

/// <summary>The webhook for bounces: generic JSON, with the secret of the settings as a bearer token. Without the setting it does not exist.</summary>
public static class DigestDeskRoutes
{
    public static void MapDigestDesk(this WebApplication app)
    {
        if (string.IsNullOrWhiteSpace(app.Services.GetRequiredService<IOptions<DigestOptions>>().Value.BounceSecret))
            return;
        app.MapPost("/hooks/bounces", async (HttpContext http, BounceIntake.Report[] reports, BounceIntake intake, IOptions<DigestOptions> options, CancellationToken cancellationToken) =>
        {
            if (!Authorized(http, options.Value.BounceSecret!))
                return Results.Problem(statusCode: StatusCodes.Status401Unauthorized, title: "The bearer token is not the one of the setting Digest__BounceSecret.");
            var suppressed = 0;
            foreach (var report in reports)
                suppressed += await intake.TakeAsync(report, cancellationToken);
            return Results.Ok(new { suppressed });
        }).ExcludeFromDescription();
    }

    private static bool Authorized(HttpContext http, string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString())), SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + secret)));
}
