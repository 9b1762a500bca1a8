using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Pages.Admin;

[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ReportsModel(ModelTrendsDb db, TimeProvider clock) : PageModel
{
    public IReadOnlyList<ErrorReport> Reports { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Reports = await db.Set<ErrorReport>().AsNoTracking().OrderBy(report => report.ClosedAt != null).ThenByDescending(report => report.Id).Take(500).ToListAsync(cancellationToken);

    public async Task<IActionResult> OnPostCloseAsync(int id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        await db.Set<ErrorReport>().Where(report => report.Id == id && report.ClosedAt == null).ExecuteUpdateAsync(set => set.SetProperty(report => report.ClosedAt, now), cancellationToken);
        return LocalRedirect("/admin/reports");
    }
}
