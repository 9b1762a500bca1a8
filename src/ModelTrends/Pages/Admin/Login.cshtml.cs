using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using ModelTrends.Platform.Administration;
using ModelTrends.Platform.Security;

namespace ModelTrends.Pages.Admin;

[EnableRateLimiting(AdminModule.LoginLimit)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed partial class LoginModel(LoginGuard guard, ILogger<LoginModel> log) : PageModel
{
    /// <summary>Who logs in; the password is shared, and the ledger names authors.</summary>
    [BindProperty]
    [Required(ErrorMessage = "Say who you are; tags carry the name.")]
    [StringLength(60, MinimumLength = 2, ErrorMessage = "A name has 2 to 60 characters.")]
    public string? Name { get; set; }

    [BindProperty]
    [DataType(DataType.Password)]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Refused(StatusCodes.Status400BadRequest);
        var address = PerAddress.Of(HttpContext);
        switch (guard.Try(address, Password ?? ""))
        {
            case LoginResult.Accepted:
                await AdminModule.SignInAsync(HttpContext, Name!.Trim());
                Log.LoggedIn(log, Name.Trim(), address);
                return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/admin");
            case LoginResult.Locked:
                Log.Locked(log, address);
                ModelState.AddModelError("", $"Too many failures from your address; try again in {LoginGuard.LockedFor.TotalMinutes:0} minutes.");
                return Refused(StatusCodes.Status429TooManyRequests);
            default:
                Log.Refused(log, address);
                ModelState.AddModelError("", "That is not the password.");
                return Refused(StatusCodes.Status401Unauthorized);
        }
    }

    public async Task<IActionResult> OnPostLogoutAsync()
    {
        await HttpContext.SignOutAsync();
        return LocalRedirect("/admin/login");
    }

    private PageResult Refused(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Administrator {Name} logged in from {Address}")]
        public static partial void LoggedIn(ILogger log, string name, string address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A login from {Address} was refused")]
        public static partial void Refused(ILogger log, string address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Address} is locked out of the login")]
        public static partial void Locked(ILogger log, string address);
    }
}
