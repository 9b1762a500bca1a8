using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Digest;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Admin;

/// <summary>The digest's desk.</summary>
public sealed class DigestModel(DigestDesk desk) : PageModel
{
    public DigestDesk.Overview Overview { get; private set; } = null!;

    public IReadOnlyList<DigestDesk.DeliveryRow> Deliveries { get; private set; } = [];

    public string? Message { get; private set; }

    public string Week { get; private set; } = "";

    public async Task OnGetAsync(string? week, CancellationToken cancellationToken)
    {
        Week = week ?? ReadDigestContent.WeekName(desk.LastWeek);
        Overview = await desk.ReadAsync(cancellationToken);
        if (week is not null)
            Deliveries = await desk.DeliveriesAsync(week, cancellationToken);
    }

    public async Task<IActionResult> OnGetPreviewAsync(string week, string? language, CancellationToken cancellationToken) =>
        ReadDigestContent.MondayOf(week) is { } monday
            ? Content(await desk.PreviewAsync(monday, Language.Find(language) ?? Language.English, cancellationToken), "text/html; charset=utf-8")
            : BadRequest("week is an ISO week of the form 2026-W47.");

    public async Task OnPostTestAsync(string week, string? language, string? email, CancellationToken cancellationToken)
    {
        var address = EmailAddress.Parse(email);
        var monday = ReadDigestContent.MondayOf(week);
        if (address is null)
            Message = "email: not a mail address of the form name@example.org.";
        else if (monday is null)
            Message = "week: an ISO week of the form 2026-W47.";
        else
            Message = "test mail: " + (await desk.SendTestAsync(monday.Value, address, Language.Find(language) ?? Language.English, cancellationToken)).Answer;
        await OnGetAsync(null, cancellationToken);
    }

    public async Task<RedirectToPageResult> OnPostPauseAsync(string week, CancellationToken cancellationToken)
    {
        await desk.PauseAsync(week, cancellationToken);
        return RedirectToPage(new { week });
    }

    public async Task<RedirectToPageResult> OnPostResumeAsync(string week, CancellationToken cancellationToken)
    {
        await desk.ResumeAsync(week, cancellationToken);
        return RedirectToPage(new { week });
    }
}
