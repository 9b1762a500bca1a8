using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace ModelTrends.Tests.Digest;

/// <summary>A token endpoint of our own over real HTTP: takes a form, gives a token, refuses or fails where it is told to.</summary>
internal sealed class TokenEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _answering;
    private int _given;

    public TokenEndpoint()
    {
        for (var attempt = 0; ; attempt++)
        {
            var address = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/token/";
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(address);
            try
            {
                _listener.Start();
                Address = address;
                break;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // Somebody has this port; another one is free.
            }
        }

        _answering = AnswerAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<Dictionary<string, string>> Forms { get; } = new();

    /// <summary>Another answer than a token: status and body.</summary>
    public Func<(int Status, string Body)?> OnAsk { get; set; } = () => null;

    /// <summary>The token given last.</summary>
    public string Token => $"token-{_given}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answering;
        _listener.Close();
    }

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                Forms.Enqueue(QueryHelpers.ParseQuery(await reader.ReadToEndAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal));
                var (status, body) = OnAsk() ?? (200, $$"""{"access_token":"token-{{Interlocked.Increment(ref _given)}}","token_type":"Bearer","expires_in":3600}""");
                context.Response.StatusCode = status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
