namespace ModelTrends.Platform.Security;

/// <summary>What every answer to a reader has in common besides its security headers: HEAD works, and a page says how it may be kept.</summary>
public static class PublicPages
{
    /// <summary>HEAD finds the route of GET; the server sends the same headers and leaves the body out.</summary>
    public static void UseHead(this WebApplication app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });

    /// <summary>A page may be kept but is asked for again: its numbers change once a day, and its words with the reader's language.</summary>
    public static void UsePageCaching(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            if (headers.ContentType.ToString().StartsWith("text/html", StringComparison.Ordinal) && headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "private, no-cache";
                headers.AppendCommaSeparatedValues("Vary", "Accept-Language");
            }

            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
