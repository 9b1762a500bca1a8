using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Attribution.Tagging;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Pages.Admin;

/// <summary>The tags in force as rows of a registry file.</summary>
public sealed class TagsYamlModel(ModelTrendsDb db) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var tags = await db.Set<NamespaceTag>().AsNoTracking().Where(tag => tag.SupersededAt == null).OrderBy(tag => tag.Namespace).ToListAsync(cancellationToken);
        return File(Encoding.UTF8.GetBytes(TagExport.ToYaml(tags)), "application/yaml", "tags.yaml");
    }
}
