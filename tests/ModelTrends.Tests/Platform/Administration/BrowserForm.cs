using AngleSharp.Html.Parser;

namespace ModelTrends.Tests.Platform.Administration;

/// <summary>A browser with cookies and without redirects: fetches the form of a page, fills it in and sends it with its antiforgery token.</summary>
internal sealed class BrowserForm(Uri address) : IDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    public Task<HttpResponseMessage> PostRawAsync(string path, params (string Name, string Value)[] fields) =>
        _client.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await new HtmlParser().ParseDocumentAsync(await _client.GetStringAsync(path));
        var hidden = page.QuerySelectorAll("form[method=post]")[0].QuerySelectorAll("input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value") ?? ""));
        return await PostRawAsync(path, [.. hidden, .. fields]);
    }

    public void Dispose() => _client.Dispose();
}
