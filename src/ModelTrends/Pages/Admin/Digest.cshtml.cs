using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Data.Tables;
using ModelTrends.Digest;
using ModelTrends.Digest.Content;
using ModelTrends.Digest.Subscriptions;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Pages.Admin;

/// <summary>The digest's desk.</summary>
public sealed class DigestModel(DigestDesk desk, IssueReport report, SubscriberDesk subscribers) : PageModel
{
    private const string BadAddress = "email: not a mail address of the form name@example.org.";
    private const string BadWeek = "week: an ISO week of the form 2026-W47.";

    public DigestDesk.Overview Overview { get; private set; } = null!;

    public DigestDesk.BounceState Bounces { get; private set; } = null!;

    public IssueReport.Summary? Report { get; private set; }

    public IReadOnlyList<IssueReport.Row> Deliveries { get; private set; } = [];

    public SubscriberDesk.Found? Found { get; private set; }

    /// <summary>What is asked before anything is done that cannot be taken back.</summary>
    /// <param name="Handler">Of the form that says yes.</param>
    /// <param name="Name">The field it sends again, beside the yes.</param>
    public sealed record Doubt(string Question, string Yes, string Handler, string Name, string Value);

    public Doubt? Asked { get; private set; }

    [TempData]
    public string? Message { get; set; }

    public string Week { get; private set; } = "";

    public async Task OnGetAsync(string? week, CancellationToken cancellationToken)
    {
        var isWeek = week is not null && ReadDigestContent.MondayOf(week) is not null;
        Week = isWeek ? week! : ReadDigestContent.WeekName(desk.LastWeek);
        Overview = await desk.ReadAsync(cancellationToken);
        Bounces = await desk.BouncesAsync(cancellationToken);
        if (week is not null && !isWeek)
            Message = BadWeek;
        if (!isWeek)
            return;
        Report = await report.SummaryAsync(Week, cancellationToken);
        Deliveries = await report.LastAsync(Week, cancellationToken);
    }

    public async Task<IActionResult> OnGetPreviewAsync(string? week, string? language, CancellationToken cancellationToken) =>
        week is not null && ReadDigestContent.MondayOf(week) is { } monday
            ? Content(await desk.PreviewAsync(monday, Language.Find(language) ?? Language.English, cancellationToken), "text/html; charset=utf-8")
            : BadRequest(BadWeek);

    public async Task<FileContentResult> OnGetCsvAsync(string week, CancellationToken cancellationToken) =>
        File((await report.CsvAsync(week, cancellationToken)).ToBytes(), "text/csv; charset=utf-8", $"digest-{week}.csv");

    public async Task<IActionResult> OnPostTestAsync(string? week, string? language, string? email, CancellationToken cancellationToken)
    {
        if (EmailAddress.Parse(email) is not { } address)
            return Back(BadAddress);
        if (week is null || ReadDigestContent.MondayOf(week) is not { } monday)
            return Back(BadWeek);
        var result = await desk.SendTestAsync(monday, address, Language.Find(language) ?? Language.English, cancellationToken);
        return Back($"test mail {result.Outcome.ToString().ToLowerInvariant()}: {result.Answer}");
    }

    public async Task<IActionResult> OnPostSendAsync(string? week, bool sure, CancellationToken cancellationToken)
    {
        if (week is null || ReadDigestContent.MondayOf(week) is not { } monday || monday > desk.LastWeek)
            return Back(BadWeek + " Only a week that is over can be sent.");
        if (!sure)
        {
            await OnGetAsync(week, cancellationToken);
            var readers = Overview.Subscribers.GetValueOrDefault(SubscriberState.Confirmed);
            return Ask(new Doubt($"Send the digest of {week} now? Confirmed readers: {readers}. Who has it already does not get it again.", "Yes, send it to everybody", "Send", "week", week));
        }

        await desk.SendAsync(monday, cancellationToken);
        return RedirectToPage(new { week });
    }

    public async Task<IActionResult> OnPostPauseAsync(string week, CancellationToken cancellationToken)
    {
        await desk.PauseAsync(week, cancellationToken);
        return RedirectToPage(new { week });
    }

    public async Task<IActionResult> OnPostResumeAsync(string week, CancellationToken cancellationToken)
    {
        await desk.ResumeAsync(week, cancellationToken);
        return RedirectToPage(new { week });
    }

    public async Task<IActionResult> OnPostAgainAsync(string week, CancellationToken cancellationToken)
    {
        Message = $"{await desk.TryFailedAgainAsync(week, cancellationToken)} failed mails wait again.";
        return RedirectToPage(new { week });
    }

    public async Task<IActionResult> OnPostFindAsync(string? email, CancellationToken cancellationToken)
    {
        if (EmailAddress.Parse(email) is not { } address)
            return Back(BadAddress);
        Found = await subscribers.FindAsync(address, cancellationToken);
        if (Found is null)
            return Back("This address is not known.");
        await OnGetAsync(null, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostEraseAsync(string? email, bool sure, CancellationToken cancellationToken)
    {
        if (EmailAddress.Parse(email) is not { } address)
            return Back(BadAddress);
        if (sure)
            return Back(await subscribers.EraseAsync(address, cancellationToken) ? "The address was erased." : "This address is not known.");
        if (await subscribers.FindAsync(address, cancellationToken) is not { } found)
            return Back("This address is not known.");
        await OnGetAsync(null, cancellationToken);
        return Ask(new Doubt($"Erase {found.MaskedEmail} with its choices, its keys and its rows in the ledger ({found.Mails} mails)? It cannot be undone.", "Yes, erase it", "Erase", "email", email!));
    }

    public async Task<IActionResult> OnPostReleaseAsync(string? email, CancellationToken cancellationToken) => Back(
        EmailAddress.Parse(email) is not { } address ? BadAddress : await subscribers.ReleaseAsync(address, cancellationToken) ? "The address takes mail again." : "This address is not suppressed.");

    private PageResult Ask(Doubt doubt)
    {
        Asked = doubt;
        return Page();
    }

    private RedirectToPageResult Back(string message)
    {
        Message = message;
        return RedirectToPage(new { week = (string?)null });
    }
}
