using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using ModelTrends.Charts.Drawing;

namespace ModelTrends.Pages.Charts;

/// <summary>A page whose picture would have to wait too long says when to come back.</summary>
public sealed class BusyFilter : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not DrawingBusyException)
            return;
        context.HttpContext.Response.Headers.RetryAfter = "5";
        context.Result = new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
        context.ExceptionHandled = true;
    }
}
