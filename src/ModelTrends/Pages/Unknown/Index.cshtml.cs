using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ModelTrends.Attribution.Answers;

namespace ModelTrends.Pages.Unknown;

public sealed class IndexModel(UnknownAnswer unknown) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public bool ByLikes => By is "likes";

    public UnknownAnswer.Response Answer { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Answer = (await unknown.HandleAsync(new UnknownAnswer.Query(ByLikes ? UnknownAnswer.By.Likes : UnknownAnswer.By.Downloads, 200), cancellationToken))!;
}
