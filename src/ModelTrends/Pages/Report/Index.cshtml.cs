using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using ModelTrends.Attribution.Reports;
using ModelTrends.Pages.Labs;

namespace ModelTrends.Pages.Report;

/// <summary>A reader tells that a lab or model is attributed wrongly.</summary>
[IgnoreAntiforgeryToken]
[EnableRateLimiting(ErrorReporting.RateLimit)]
public sealed class IndexModel(ErrorReporting reports, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty]
    public string? Message { get; set; }

    [BindProperty]
    public string? EvidenceUrl { get; set; }

    public string Name { get; private set; } = "";

    public bool Sent { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await FindAsync(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!await FindAsync(cancellationToken)) return NotFound();
        switch (await reports.ReportAsync(Subject!, Id!, Message, EvidenceUrl, cancellationToken))
        {
            case null:
                Sent = true;
                return Page();
            case ("message", _):
                ModelState.AddModelError(nameof(Message), texts["MessageFault", ErrorReporting.ShortestMessage, ErrorReporting.LongestMessage]);
                break;
            default:
                ModelState.AddModelError(nameof(EvidenceUrl), texts["UrlFault"]);
                break;
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> FindAsync(CancellationToken cancellationToken)
    {
        if (await reports.FindAsync(Subject, Id, cancellationToken) is not { } name) return false;
        Name = name;
        return true;
    }
}
