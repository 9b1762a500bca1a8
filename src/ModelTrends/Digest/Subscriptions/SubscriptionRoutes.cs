using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>Asking for the digest: a form and its JSON twin. What the holder of a key does are pages below <c>Pages/Subscriptions</c>.</summary>
public static class SubscriptionRoutes
{
    /// <summary>An address and a code of language; more is no question of ours.</summary>
    private const int LongestRequest = 16 * 1024;

    /// <summary>Every answer takes this long, so that a clock does not tell what the words hide: a new address is more work than a known one.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(400);

    private sealed record Request(string? Email, string? Lang, string? Website);

    private sealed record Answer(string Message);

    public static void MapSubscriptions(this WebApplication app)
    {
        app.MapPost("/subscriptions", SubscribeAsync).WithMetadata(new RequestSizeLimitAttribute(LongestRequest)).WithName("subscribe").WithTags("Digest")
            .WithSummary("Ask for the weekly digest: form or JSON with email and lang; the answer never tells whether an address is known.");
    }

    private static async Task<Results<Accepted<Answer>, RedirectHttpResult, ValidationProblem, ProblemHttpResult>> SubscribeAsync(
        HttpContext http, Subscribe subscribe, SubscriptionGate gate, TimeProvider clock, CancellationToken cancellationToken)
    {
        var isForm = http.Request.HasFormContentType;
        if (await ReadAsync(http, isForm, cancellationToken) is not { } request)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["body"] = ["A form or a JSON object with email and lang is needed."] });

        var language = string.IsNullOrWhiteSpace(request.Lang) ? Language.Current : Language.Find(request.Lang);
        var address = EmailAddress.Parse(request.Email);
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (address is null)
            faults["email"] = ["This is not a mail address of the form name@example.org."];
        if (language is null)
            faults["lang"] = [$"One of {string.Join(", ", Language.All.Select(l => l.Code))}."];
        if (address is null || language is null)
            return isForm ? Back(string.Join(',', faults.Keys), language) : TypedResults.ValidationProblem(faults);
        if (!gate.Lets(http.Connection.RemoteIpAddress))
        {
            if (isForm)
                return Back("often", language);
            http.Response.Headers.RetryAfter = ((int)SubscriptionGate.Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Problem(statusCode: StatusCodes.Status429TooManyRequests, title: "Too many subscriptions.",
                detail: $"At most {SubscriptionGate.PerCaller} in ten minutes from an address, {SubscriptionGate.PerNetwork} from a network; try again later.");
        }

        var answerAt = clock.GetTimestamp();
        // People do not see the field "website"; programs that fill every field get the same answer and nothing happens.
        if (string.IsNullOrEmpty(request.Website))
            await subscribe.HandleAsync(address, language.Code, cancellationToken);
        if (AnswerTime - clock.GetElapsedTime(answerAt) is { Ticks: > 0 } rest)
            await Task.Delay(rest, cancellationToken);
        return isForm
            ? TypedResults.Redirect($"/subscriptions/thanks?lang={language.Code}")
            : TypedResults.Accepted((string?)null, new Answer("If the address can receive mail, a message with a link to confirm is on its way."));
    }

    private static RedirectHttpResult Back(string problem, Language? language) => TypedResults.Redirect($"/subscriptions?problem={problem}{(language is null ? "" : "&lang=" + language.Code)}");

    private static async Task<Request?> ReadAsync(HttpContext http, bool isForm, CancellationToken cancellationToken)
    {
        try
        {
            if (isForm)
            {
                var form = await http.Request.ReadFormAsync(cancellationToken);
                return new Request(form["email"], form["lang"], form["website"]);
            }

            return http.Request.HasJsonContentType() ? await http.Request.ReadFromJsonAsync<Request>(cancellationToken) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
