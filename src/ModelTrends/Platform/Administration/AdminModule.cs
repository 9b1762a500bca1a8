using System.Security.Claims;
using Hangfire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using ModelTrends.Platform.Security;

namespace ModelTrends.Platform.Administration;

/// <summary>
/// The administrators' login. Without the setting <c>Admin__Password</c> everything below <c>/admin</c> and <c>/jobs</c> does not
/// exist; with it, all but the login page needs the login.
/// </summary>
public static class AdminModule
{
    /// <summary>The authorization policy of everything only administrators see.</summary>
    public const string Policy = "admin";

    /// <summary>The rate limit of login attempts, per address.</summary>
    public const string LoginLimit = "admin-login";

    private const string StampClaim = "stamp";

    public static void AddAdministration(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AdminOptions>().Bind(builder.Configuration.GetSection(AdminOptions.Section));
        services.AddSingleton<LoginGuard>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "modeltrends-admin";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.LoginPath = "/admin/login";
            options.AccessDeniedPath = "/admin/login";
            // A working day; whoever comes back next morning logs in again.
            options.ExpireTimeSpan = TimeSpan.FromHours(8);
            options.Events.OnValidatePrincipal = RefuseOldPasswordAsync;
        });
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAuthenticatedUser());
        // Razor Pages makes its list of conventions when it is added, and would drop what was configured before.
        services.PostConfigure<RazorPagesOptions>(options =>
        {
            options.Conventions.AuthorizeFolder("/Admin", Policy);
            options.Conventions.AllowAnonymousToPage("/Admin/Login");
        });
        services.AddRateLimiter(options => options.AddPolicy(LoginLimit, PerAddress.Posts(10, TimeSpan.FromMinutes(1))));
    }

    /// <summary>Before the routes: nothing at all where no password is set, else authentication.</summary>
    public static WebApplication UseAdministration(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<AdminOptions>>().Value.Enabled)
        {
            app.Use((http, next) =>
            {
                if (!IsAdministration(http.Request.Path)) return next(http);
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }

        app.UseAuthentication();
        app.UseAuthorization();
        // Whatever a route forgot to ask for, below these paths nobody passes without the login.
        app.Use((http, next) => IsAdministration(http.Request.Path) && !IsLogin(http.Request.Path) && http.User.Identity?.IsAuthenticated != true ? http.ChallengeAsync() : next(http));
        return app;
    }

    public static void MapAdministration(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AdminOptions>>().Value.Enabled)
            app.MapHangfireDashboard("/jobs", new DashboardOptions { Authorization = [], DashboardTitle = "ModelTrends jobs" }).RequireAuthorization(Policy);
    }

    public static Task SignInAsync(HttpContext http, string name) => http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, name), new Claim(StampClaim, http.RequestServices.GetRequiredService<LoginGuard>().Stamp)],
        CookieAuthenticationDefaults.AuthenticationScheme)));

    private static bool IsLogin(PathString path) => path.Equals("/admin/login", StringComparison.OrdinalIgnoreCase);

    private static bool IsAdministration(PathString path) =>
        path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/jobs", StringComparison.OrdinalIgnoreCase);

    private static async Task RefuseOldPasswordAsync(CookieValidatePrincipalContext context)
    {
        var stamp = context.HttpContext.RequestServices.GetRequiredService<LoginGuard>().Stamp;
        if (string.Equals(context.Principal?.FindFirstValue(StampClaim), stamp, StringComparison.Ordinal)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync();
    }
}
