namespace ModelTrends.Platform.Security;

/// <summary>A fault of ours or a wrong address: problem+json for programs, a page in the reader's language for people, never a stack trace.</summary>
public static class ErrorAnswers
{
    /// <summary>In <see cref="HttpContext.Items"/>: words for this fault, in the reader's language, instead of the page's general ones.</summary>
    public const string WordsItem = "error-words";

    public static void UseErrorAnswers(this WebApplication app)
    {
        app.UseWhen(ForPrograms, branch => branch.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(context => !ForPrograms(context), branch => branch.UseExceptionHandler("/error").UseStatusCodePagesWithReExecute("/error", "?code={0}"));
    }

    private static bool ForPrograms(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/openapi") || context.Request.Path.StartsWithSegments("/health")
        || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
