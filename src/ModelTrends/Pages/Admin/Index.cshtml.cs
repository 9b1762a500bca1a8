using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Pages.Admin;

[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel(ModelTrendsDb db) : PageModel
{
    public int OpenReports { get; private set; }

    public int Tags { get; private set; }

    public IReadOnlyList<UnknownNamespace> Unknown { get; private set; } = [];

    public IReadOnlyList<RegistryVersion> Versions { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        OpenReports = await db.Set<ErrorReport>().CountAsync(report => report.ClosedAt == null, cancellationToken);
        Tags = await db.Set<NamespaceTag>().CountAsync(tag => tag.SupersededAt == null, cancellationToken);
        Unknown = await db.Set<UnknownNamespace>().OrderByDescending(x => x.Downloads30d).ThenBy(x => x.Namespace).Take(25).ToListAsync(cancellationToken);
        Versions = await db.Set<RegistryVersion>().OrderByDescending(x => x.Id).Take(10).ToListAsync(cancellationToken);
    }
}
