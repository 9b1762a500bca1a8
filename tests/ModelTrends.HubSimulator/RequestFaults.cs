using System.Globalization;
using System.IO.Compression;

namespace ModelTrends.HubSimulator;

/// <summary>Answers that are none: limits, server errors, pages of HTML. Texts are those seen on the Hub.</summary>
internal sealed class RequestFaults(SimulatedHub hub, TimeProvider clock)
{
    private const string Limited = "We had to rate limit your IP (192.0.2.1). To continue using our service, create a HF account or login to your existing account, and make sure you pass a HF_TOKEN if you're using the API.";
    private const string Internal = "Internal Error - We're working hard to fix this as soon as possible!";
    private const string Html = "<!DOCTYPE html><html><head><title>Human Verification</title></head><body>Please enable JavaScript</body></html>";

    /// <returns>False: the fault is none of these.</returns>
    public async Task<bool> RefuseAsync(HttpContext http, Fault fault)
    {
        switch (fault)
        {
            case Fault.QuotaMet:
                CallerQuota.Write(http.Response, "api", 0, 2, 500, 300);
                await Answers.ErrorAsync(http, 429, Limited);
                return true;
            case Fault.ThrottledUnsaid:
                await Answers.ErrorAsync(http, 429, "Too many requests");
                return true;
            case Fault.ThrottledText:
                http.Response.Headers.RetryAfter = "1";
                await Answers.TextAsync(http, 429, Limited);
                return true;
            case Fault.ThrottledUntil:
                http.Response.Headers.RetryAfter = clock.GetUtcNow().AddSeconds(2).ToString("R", CultureInfo.InvariantCulture);
                await Answers.TextAsync(http, 429, Limited);
                return true;
            case Fault.ServerError:
                await Answers.TextAsync(http, 500, Internal);
                return true;
            case Fault.BadGateway:
                await Answers.TextAsync(http, 502, "Bad Gateway");
                return true;
            case Fault.Unavailable:
                await Answers.TextAsync(http, 503, Internal);
                return true;
            case Fault.DeepTimeout:
                await Answers.TextAsync(http, 504, "<html><body><h1>504 Gateway Time-out</h1></body></html>", "text/html");
                return true;
            case Fault.RequestTimeout:
                await Answers.TextAsync(http, 408, "Request Timeout");
                return true;
            case Fault.HtmlBlocked:
                await Answers.TextAsync(http, 405, Html, "text/html; charset=utf-8");
                return true;
            case Fault.HtmlOk:
                await Answers.TextAsync(http, 200, Html, "text/html; charset=utf-8");
                return true;
            case Fault.NoList:
                await Answers.TextAsync(http, 200, "{\"models\":[]}", "application/json; charset=utf-8");
                return true;
            default:
                return false;
        }
    }

    public static bool IsOfBody(Fault fault) => fault is Fault.SlowBody or Fault.StalledBody or Fault.CutBody or Fault.CutGzip;

    /// <summary>A right answer that does not come through whole, or hardly.</summary>
    public async Task SendBrokenAsync(HttpContext http, ReadOnlyMemory<byte> body, Fault fault)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        if (fault is Fault.CutGzip)
        {
            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                await gzip.WriteAsync(body, http.RequestAborted);
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.Body.WriteAsync(packed.GetBuffer().AsMemory(0, (int)packed.Length / 2), http.RequestAborted);
            return;
        }

        http.Response.ContentLength = body.Length;
        if (fault is Fault.SlowBody)
        {
            await DripAsync(http, body);
            return;
        }

        await http.Response.Body.WriteAsync(body[..(body.Length / 2)], http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        if (fault is Fault.StalledBody)
            await StallAsync(http);
        http.Abort();
    }

    private async Task DripAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        const int Drops = 10;
        for (var drop = 0; drop < Drops; drop++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), clock, http.RequestAborted);
            await http.Response.Body.WriteAsync(body[(body.Length * drop / Drops)..(body.Length * (drop + 1) / Drops)], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private async Task StallAsync(HttpContext http)
    {
        try
        {
            await Task.Delay(hub.Options.Stall, clock, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client has lost its patience, as it should.
        }
    }
}
