using Markdig;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ModelTrends.Pages;

/// <summary>docs/methodology.md as a page: one text for readers of the site and of the repository.</summary>
public sealed class MethodModel : PageModel
{
    private static readonly Lazy<HtmlString> Text = new(() => new HtmlString(Markdown.ToHtml(
        System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "methodology.md")),
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().DisableHtml().Build())));

    public HtmlString Html => Text.Value;
}
