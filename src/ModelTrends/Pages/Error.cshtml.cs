using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ModelTrends.Pages;

/// <summary>What a person sees for a wrong address or a fault of ours.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    public bool Missing { get; private set; }

    public void OnGet(int code = 500)
    {
        Missing = code is >= 400 and < 500;
        Response.StatusCode = code is >= 400 and < 600 ? code : 500;
    }

    public void OnPost(int code = 500) => OnGet(code);
}
