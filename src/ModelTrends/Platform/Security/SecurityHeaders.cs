namespace ModelTrends.Platform.Security;

/// <summary>
/// Every answer says what it may load and where it may be shown. Scripts come from our own files only; style attributes are allowed
/// because charts drawn on the server carry them. Embeds alone may stand in other people's frames.
/// </summary>
public static class SecurityHeaders
{
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ";

    /// <summary>Pages of libraries that bring scripts and styles inside their markup.</summary>
    private const string LibraryPolicy = "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors ";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        var headers = context.Response.Headers;
        var embed = path.StartsWithSegments("/embed");
        var library = path.StartsWithSegments("/docs") || path.StartsWithSegments("/jobs");
        // A digest online is the mail as it was sent, with the style block mail programs need.
        var mail = path.StartsWithSegments("/digests");
        headers.ContentSecurityPolicy = (library ? LibraryPolicy : mail ? Policy.Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal) : Policy) + (embed ? "*" : path.StartsWithSegments("/jobs") ? "'self'" : "'none'");
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin";
        // Below /subscriptions/ the address is the key: it goes into no cache, no index and no other site's log.
        if (path.StartsWithSegments("/subscriptions", out var key) && key.HasValue)
        {
            headers.CacheControl = "no-store";
            headers["X-Robots-Tag"] = "noindex";
            headers["Referrer-Policy"] = "no-referrer";
        }

        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return next(context);
    });
}
