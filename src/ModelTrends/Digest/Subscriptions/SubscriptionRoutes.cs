using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>Asking for the digest: a form and its JSON twin. What the holder of a key does are pages below <c>Pages/Subscriptions</c>.</summary>
public static class SubscriptionRoutes
{
    /// <summary>The rate limit's name: requests for the digest, per network.</summary>
    public const string RateLimit = "subscribe";

    private sealed record Request(string? Email, string? Lang, string? Website);

    private sealed record Answer(string Message);

    public static void MapSubscriptions(this WebApplication app)
    {
        app.MapPost("/subscriptions", SubscribeAsync).RequireRateLimiting(RateLimit).WithName("subscribe").WithTags("Digest")
            .WithSummary("Ask for the weekly digest: form or JSON with email and lang; the answer never tells whether an address is known.");
    }

    private static async Task<Results<Accepted<Answer>, RedirectHttpResult, ValidationProblem>> SubscribeAsync(HttpContext http, Subscribe subscribe, CancellationToken cancellationToken)
    {
        var isForm = http.Request.HasFormContentType;
        if (await ReadAsync(http, isForm, cancellationToken) is not { } request)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["body"] = ["A form or a JSON object with email and lang is needed."] });

        var language = string.IsNullOrWhiteSpace(request.Lang) ? Language.Current : Language.Find(request.Lang);
        var address = EmailAddress.Parse(request.Email);
        if (address is null || language is null)
        {
            var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
            if (address is null)
                faults["email"] = ["This is not a mail address of the form name@example.org."];
            if (language is null)
                faults["lang"] = [$"One of {string.Join(", ", Language.All.Select(l => l.Code))}."];
            return isForm
                ? TypedResults.Redirect($"/subscriptions?problem={string.Join(',', faults.Keys)}{(language is null ? "" : "&lang=" + language.Code)}")
                : TypedResults.ValidationProblem(faults);
        }

        // People do not see the field "website"; programs that fill every field get the same answer and nothing happens.
        if (string.IsNullOrEmpty(request.Website))
            await subscribe.HandleAsync(address, language.Code, cancellationToken);
        return isForm
            ? TypedResults.Redirect($"/subscriptions/thanks?lang={language.Code}")
            : TypedResults.Accepted((string?)null, new Answer("If the address can receive mail, a message with a link to confirm is on its way."));
    }

    private static async Task<Request?> ReadAsync(HttpContext http, bool isForm, CancellationToken cancellationToken)
    {
        if (isForm)
        {
            var form = await http.Request.ReadFormAsync(cancellationToken);
            return new Request(form["email"], form["lang"], form["website"]);
        }

        if (!http.Request.HasJsonContentType())
            return null;
        try
        {
            return await http.Request.ReadFromJsonAsync<Request>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
