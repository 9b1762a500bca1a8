using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace ModelTrends.HuggingFace;

internal delegate T ParseBody<out T>(ReadOnlySpan<byte> body);

/// <summary>Sends a GET until there is a final answer: paced, timed, repeated after faults, patient with 429. Bodies are read whole and parsed before they count.</summary>
internal sealed partial class HubTransport(IHttpClientFactory clients, IOptions<HubOptions> options, RequestPacer pacer, TimeProvider clock, ILogger<HubTransport> logger)
{
    public const string ClientName = "Hub";

    /// <summary>A page of 1000 rows is below 2 MB even with chat templates; far more is no page.</summary>
    private const int LargestBody = 64 << 20;

    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);
    private readonly ResiliencePipeline _patience = HubPatience.Build(options.Value, clock, logger);
    private readonly ResiliencePipeline _timeout =
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(options.Value.RequestTimeout).Build();

    /// <param name="path">Below the base address, with its query: no caller can send the token elsewhere.</param>
    /// <exception cref="HubException">There is no answer after all repeats.</exception>
    public async Task<HubAnswer<T>> GetAsync<T>(string path, ParseBody<T> parse, HubCall call, CancellationToken cancellationToken)
        where T : class
    {
        var address = new Uri(options.Value.BaseUrl.AbsoluteUri.TrimEnd('/') + path);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(HubPatience.Call, call);
        try
        {
            return await _patience.ExecuteAsync(
                static async (c, s) => await s.self.AttemptAsync(s.address, s.parse, s.call, c.CancellationToken), context, (self: this, address, parse, call));
        }
        catch (Exception exception) when (HubPatience.IsTransport(exception) && exception is not HubException)
        {
            throw new HubException($"The Hub at {options.Value.BaseUrl.Host} cannot be reached or breaks off: {Reason(exception)}", exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static string Reason(Exception exception) => exception is Polly.Timeout.TimeoutRejectedException ? "no complete answer in time" : exception.GetBaseException().Message;

    private async Task<HubAnswer<T>> AttemptAsync<T>(Uri address, ParseBody<T> parse, HubCall call, CancellationToken cancellationToken)
        where T : class
    {
        // Waiting for quota is not part of an attempt's time.
        await pacer.WaitAsync(cancellationToken);
        call.Requests++;
        try
        {
            return await _timeout.ExecuteAsync(
                static async (s, token) => await s.self.SendAsync(s.address, s.parse, token), (self: this, address, parse), cancellationToken);
        }
        finally
        {
            pacer.End();
        }
    }

    private async Task<HubAnswer<T>> SendAsync<T>(Uri address, ParseBody<T> parse, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (!string.IsNullOrEmpty(options.Value.Token))
            request.Headers.Authorization = new("Bearer", options.Value.Token);
        using var response = await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var policies = RateLimitHeaders.ReadAll(response.Headers);
        pacer.Observe(policies);
        var quota = RateLimitHeaders.Tightest(policies.Select(policy => policy.Quota));
        Warn(response);
        var (buffer, length) = await ReadAsync(response.Content, cancellationToken);
        try
        {
            return Judge(response, quota, buffer.AsSpan(0, length), parse);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private HubAnswer<T> Judge<T>(HttpResponseMessage response, Quota? quota, ReadOnlySpan<byte> body, ParseBody<T> parse)
        where T : class
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            if (response.Content.Headers.ContentType?.MediaType is not "application/json")
                throw new HubTransportException("The Hub answered 200 with something that is no JSON.");
            return new HubAnswer<T>(response.StatusCode, parse(body), LinkHeader.NextCursor(response.Headers), null, null);
        }

        var error = HubError.Read(response, body);
        switch (response.StatusCode)
        {
            case HttpStatusCode.TooManyRequests:
                var throttled = HubThrottledException.From(response.Headers, quota, error, clock.GetUtcNow());
                pacer.Pause(throttled.Wait);
                throw throttled;
            // A browser check is answered with 405 and a page: blocked for now, not a wrong method.
            case HttpStatusCode.MethodNotAllowed or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                throw new HubTransportException($"The Hub answered {(int)response.StatusCode}{(error.Text.Length > 0 ? ": " + error.Text : "")}");
            case HttpStatusCode.Unauthorized when error.Text.StartsWith("Invalid credentials", StringComparison.OrdinalIgnoreCase):
                throw new HubCredentialsException("The Hub refuses the token: " + error.Text + ". Set Hub__Token (or HF_TOKEN) to a valid one, or to none.");
            case HttpStatusCode.BadRequest when HubError.AllowedExpand(body) is { Count: > 0 } allowed:
                throw new HubExpandException(error.Text, allowed);
            default:
                return new HubAnswer<T>(response.StatusCode, null, null, response.Headers.Location?.OriginalString, error);
        }
    }

    private static async Task<(byte[] Buffer, int Length)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(content.Headers.ContentLength ?? 0, 1 << 19, LargestBody));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    return (buffer, length);
                length += read;
                if (length < buffer.Length)
                    continue;
                if (length >= LargestBody)
                    throw new HubTransportException("The Hub's answer is larger than any page.");
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private void Warn(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("X-HF-Warning", out var warnings))
            return;
        foreach (var warning in warnings)
        {
            var topic = warning.Split(';')[0];
            if (_warned.Count < 100 && _warned.TryAdd(topic, true))
                LogWarning(logger, warning.ReplaceLineEndings(" "));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The Hub warns: {Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);
}
