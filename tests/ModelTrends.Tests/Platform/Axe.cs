using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace ModelTrends.Tests.Platform;

/// <summary>
/// axe-core with all its default rules, run where the page is. The package's own runner opens a second page for each report and lists what is
/// in order too, which takes three times as long.
/// </summary>
internal static class Axe
{
    private const string Run = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(found => found.id + ' ' + found.nodes.map(node => node.html).join(' '))";

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <returns>A line for each rule the page breaks: the rule's id and the elements.</returns>
    public static async Task<string[]> FindAsync(IPage page)
    {
        // Only this frame is examined.
        page.Frames.Count.ShouldBe(1);
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Run);
    }
}
