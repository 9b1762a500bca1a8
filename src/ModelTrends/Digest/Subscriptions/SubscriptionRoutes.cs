using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ModelTrends.Digest.Content;
using ModelTrends.Platform.Languages;
using ModelTrends.Platform.Security;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>Asking for the digest: a form and its JSON twin. What the holder of a key does are pages below <c>Pages/Subscriptions</c>.</summary>
public static partial class SubscriptionRoutes
{
    /// <summary>An address and a code of language; more is no question of ours.</summary>
    private const int LongestRequest = 16 * 1024;

    /// <summary>Every answer takes this long, so that a clock does not tell what the words hide: a new address is more work than a known one.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(400);

    /// <summary>A database that is started again is back by then.</summary>
    private static readonly TimeSpan ComeAgain = TimeSpan.FromMinutes(1);

    private sealed record Request(string? Email, string? Lang, string? Website);

    private sealed record Answer(string Message);

    public static void MapSubscriptions(this WebApplication app)
    {
        app.MapPost("/subscriptions", SubscribeAsync).WithMetadata(new RequestSizeLimitAttribute(LongestRequest)).WithName("subscribe").WithTags("Digest")
            .WithSummary("Ask for the weekly digest: form or JSON with email and lang; the answer never tells whether an address is known.");
        // A look changes nothing, and the key that opens it is the reader's own; no cache keeps what is below /subscriptions/.
        app.MapGet("/subscriptions/{token:length(43)}/data", async (string token, SubscriberData data, CancellationToken cancellationToken) =>
            await data.OfKeyAsync(token, cancellationToken) is { } json ? Results.File(json, "application/json", SubscriberData.FileName) : Results.NotFound())
            .WithName("subscriptionData").WithTags("Digest").WithSummary("All that is stored of the holder of a mail's key, as a JSON file.");
    }

    private static async Task<Results<Accepted<Answer>, RedirectHttpResult, ValidationProblem, ProblemHttpResult, StatusCodeHttpResult>> SubscribeAsync(
        HttpContext http, Subscribe subscribe, SubscriptionGate gate, IStringLocalizer<DigestTexts> texts, ILogger<Subscribe> logger, TimeProvider clock, CancellationToken cancellationToken)
    {
        var isForm = http.Request.HasFormContentType;
        Request? read;
        try
        {
            read = await ReadAsync(http, isForm, cancellationToken);
        }
        catch (BadHttpRequestException refused)
        {
            return TypedResults.Problem(statusCode: refused.StatusCode, title: refused.Message);
        }

        if (read is not { } request)
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
        try
        {
            if (string.IsNullOrEmpty(request.Website))
                await subscribe.HandleAsync(address, language.Code, cancellationToken);
        }
        catch (Exception fault) when (Subscribe.IsNotStored(fault) && !cancellationToken.IsCancellationRequested)
        {
            Log.NotStored(logger, fault);
            return AsksForPage(http, texts["NotStored"].Value) ? TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable)
                : TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable, title: texts["NotStored"].Value);
        }

        if (AnswerTime - clock.GetElapsedTime(answerAt) is { Ticks: > 0 } rest)
            await Task.Delay(rest, cancellationToken);
        return isForm
            ? TypedResults.Redirect($"/subscriptions/thanks?lang={language.Code}")
            : TypedResults.Accepted((string?)null, new Answer("If the address can receive mail, a message with a link to confirm is on its way."));
    }

    /// <summary>An answer without a body becomes the error page, which takes the words for this case from here.</summary>
    private static bool AsksForPage(HttpContext http, string words)
    {
        http.Response.Headers.RetryAfter = ((int)ComeAgain.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Items[ErrorAnswers.WordsItem] = words;
        return http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
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
        catch (Exception fault) when (fault is JsonException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A subscription could not be stored; its reader was told so")]
        public static partial void NotStored(ILogger logger, Exception fault);
    }
}
