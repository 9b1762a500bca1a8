using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Attribution.Ledger;
using ModelTrends.Attribution.Tagging;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Pages.Admin;

[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class TagsModel(ModelTrendsDb db, NamespaceTagging tagging, Reattribution reattribution, CurrentRegistry registries) : PageModel
{
    /// <summary>The fields of the form; the same names as in <see cref="TagRequest"/>, which refusals refer to.</summary>
    public sealed class TagForm
    {
        public string? Namespace { get; set; }
        public string? LabId { get; set; }
        public string? LabName { get; set; }
        public string? Kind { get; set; }
        public string? Country { get; set; }
        public string? EvidenceUrl { get; set; }
        public string? EvidenceNote { get; set; }
    }

    [BindProperty]
    public TagForm Tag { get; set; } = new();

    [TempData]
    public string? Done { get; set; }

    public IReadOnlyList<NamespaceTag> Tags { get; private set; } = [];

    public LedgerProgress Progress { get; private set; }

    private Domain.Labs.Registry InForce { get; set; } = Domain.Labs.Registry.Empty;

    /// <summary>Whether the ledger goes by the tag already; a tag that ended is no question any more.</summary>
    public bool IsTakenIn(NamespaceTag tag) =>
        InForce.FindNamespace(tag.Namespace) is { Namespace.Author: not null } found && string.Equals(found.Lab.Id, tag.LabId, StringComparison.Ordinal);

    public async Task OnGetAsync(string? @namespace, CancellationToken cancellationToken)
    {
        Tag.Namespace ??= @namespace;
        await ReadAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var request = new TagRequest(
            Trim(Tag.Namespace) ?? "", Trim(Tag.LabId)?.ToLowerInvariant() ?? "", Trim(Tag.LabName), Trim(Tag.Kind), Trim(Tag.Country), Trim(Tag.EvidenceUrl) ?? "", Trim(Tag.EvidenceNote) ?? "");
        var faults = await tagging.TagAsync(request, User.Identity!.Name!, cancellationToken);
        if (faults.Count == 0)
        {
            Done = $"{request.Namespace} belongs to {request.LabId} as soon as the ledger has taken it in.";
            return LocalRedirect("/admin/tags");
        }

        foreach (var fault in faults) ModelState.AddModelError($"{nameof(Tag)}.{fault.Field}", fault.Reason);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await ReadAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string @namespace, CancellationToken cancellationToken)
    {
        await tagging.WithdrawAsync(@namespace, cancellationToken);
        Done = $"The tag of {@namespace} is withdrawn; the ledger follows.";
        return LocalRedirect("/admin/tags");
    }

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Tags = await db.Set<NamespaceTag>().AsNoTracking().OrderByDescending(tag => tag.Id).Take(500).ToListAsync(cancellationToken);
        Progress = await reattribution.ProgressAsync(cancellationToken);
        InForce = await registries.GetAsync(cancellationToken);
    }
}
