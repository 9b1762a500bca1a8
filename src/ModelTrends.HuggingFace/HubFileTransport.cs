using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace ModelTrends.HuggingFace;

/// <summary>
/// Files of repositories. The Hub counts these requests in a bucket of their own (<c>resolvers</c>), so they have a pacer of their own and never
/// wait for, or hold up, the walks. A download goes on where the bytes on disk end; the address of the bytes is asked for anew each time, since it expires.
/// </summary>
internal sealed partial class HubFileTransport(IHttpClientFactory clients, IOptions<HubOptions> options, TimeProvider clock, ILogger<HubFileTransport> logger)
{
    public const string ClientName = "HubFiles";

    /// <summary>To the cache of small files, or to where large ones are stored.</summary>
    private const int MostRedirects = 3;

    /// <summary>Bytes after which a connection that broke off has done its work: the count of attempts starts again.</summary>
    private const long WorthMoving = 1 << 20;

    private const int BufferBytes = 1 << 18;

    private readonly RequestPacer _pacer = new(options, clock);
    private readonly ResiliencePipeline _patience = HubPatience.Build(options.Value, clock, logger);

    public async Task<DatasetFile?> FindAsync(string dataset, string revision, string path, CancellationToken cancellationToken) =>
        (await PatientlyAsync(token => LocateAsync(dataset, revision, path, token), cancellationToken))?.File;

    public async Task<string> DownloadAsync(DatasetFile file, string folder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        // A folder a hash: a file's name says its format, and sometimes its day.
        var target = Path.Combine(folder, file.Hash, Path.GetFileName(file.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var part = target + ".part";
        if (File.Exists(target))
            return target;
        for (var isSecond = false; ; isSecond = true)
        {
            while (!await PatientlyAsync(token => GoOnAsync(file, part, progress, token), cancellationToken))
                await Task.Delay(options.Value.RetryDelay, clock, cancellationToken);
            if (await FileHash.IsAsync(part, file.Hash, cancellationToken))
            {
                File.Move(part, target, overwrite: true);
                return target;
            }

            File.Delete(part);
            if (isSecond)
                throw new HubHashException($"{file.Path} of {file.Dataset} at {file.Commit} came twice with other bytes than its hash {file.Hash}.");
            LogWrongHash(logger, file.Path, file.Commit);
        }
    }

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(HubPatience.Call, new HubCall());
        try
        {
            return await _patience.ExecuteAsync(static async (c, run) => await run(c.CancellationToken), context, attempt);
        }
        catch (Exception exception) when (HubPatience.IsTransport(exception) && exception is not HubException)
        {
            throw new HubException($"Files of the Hub at {options.Value.BaseUrl.Host} cannot be reached or break off: {exception.GetBaseException().Message}", exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private sealed record Place(DatasetFile File, Uri Address);

    /// <summary>Follows what the Hub says within its own host, and stops at the address of the bytes.</summary>
    private async Task<Place?> LocateAsync(string dataset, string revision, string path, CancellationToken cancellationToken)
    {
        var address = new Uri($"{options.Value.BaseUrl.AbsoluteUri.TrimEnd('/')}/datasets/{HubDatasets.Escaped(dataset)}/resolve/{Uri.EscapeDataString(revision)}/{HubDatasets.Escaped(path)}");
        string? commit = null;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            await _pacer.WaitAsync(cancellationToken);
            using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Head, address), cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound && HubError.Header(response, "X-Error-Code") is null or "EntryNotFound")
                return null;
            commit ??= HubError.Header(response, "X-Repo-Commit");
            var isMoved = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect or HttpStatusCode.Found or HttpStatusCode.MovedPermanently;
            if (!isMoved && response.StatusCode != HttpStatusCode.OK)
                throw new HubException($"The Hub answered {(int)response.StatusCode} about {path} of data set {dataset} at {revision}: {HubError.Read(response, []).Text}") { IsRefusal = true };
            var target = isMoved ? Target(address, response.Headers.Location) : address;
            var hash = (HubError.Header(response, "X-Linked-ETag") ?? (isMoved ? null : response.Headers.ETag?.Tag))?.Trim('"');
            if (hash is not null)
                return new Place(new DatasetFile(dataset, revision, path, commit ?? revision, Size(response), FileHash.Checked(hash)), target);
            address = target;
        }

        throw new HubTransportException($"The Hub leads nowhere for {path} of data set {dataset}.");
    }

    private static long Size(HttpResponseMessage response) =>
        long.TryParse(HubError.Header(response, "X-Linked-Size"), System.Globalization.CultureInfo.InvariantCulture, out var bytes) ? bytes
        : response.Content.Headers.ContentLength ?? throw new HubTransportException("The Hub does not say how large a file is.");

    /// <summary>Bytes may lie with another host, but never behind less protection than the Hub's own address has.</summary>
    private Uri Target(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out var target))
            throw new HubTransportException("The Hub redirects a file to no address.");
        return target.Scheme == Uri.UriSchemeHttps || IsHub(target) ? target : throw new HubTransportException("The Hub redirects a file to an address that is not protected.");
    }

    private bool IsHub(Uri address) => Uri.Compare(address, options.Value.BaseUrl, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <returns>False: the connection broke off after it had moved the file forward.</returns>
    private async Task<bool> GoOnAsync(DatasetFile file, string part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var before = Length(part);
        try
        {
            var place = await LocateAsync(file.Dataset, file.Commit, file.Path, cancellationToken);
            if (place is null || !string.Equals(place.File.Hash, file.Hash, StringComparison.Ordinal))
                throw new HubException($"{file.Path} of {file.Dataset} at {file.Commit} is no longer the file it was.") { IsRefusal = true };
            if (before > file.Bytes)
                File.Delete(part);
            if (Length(part) < file.Bytes)
                await ReadAsync(place.Address, file.Bytes, part, progress, cancellationToken);
            return true;
        }
        catch (Exception exception) when (HubPatience.IsTransport(exception) && Length(part) - before >= WorthMoving)
        {
            LogBrokenOff(logger, file.Path, Length(part), file.Bytes, exception.Message);
            return false;
        }
    }

    private async Task ReadAsync(Uri address, long size, string part, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var from = Length(part);
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        if (IsHub(address))
            await _pacer.WaitAsync(cancellationToken);
        using var response = await SendAsync(request, cancellationToken);
        var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        if (!goesOn && response.StatusCode != HttpStatusCode.OK)
            throw new HubTransportException($"The bytes of a file were asked for from {from} and answered with {(int)response.StatusCode}.");
        await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var target = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        var buffer = new byte[BufferBytes];
        for (var length = goesOn ? from : 0; ;)
        {
            var read = await InTimeAsync(token => source.ReadAsync(buffer, token).AsTask(), cancellationToken);
            if (read == 0 && length < size)
                throw new HubTransportException($"A file of {size} bytes ended after {length}.");
            if (read == 0)
                return;
            length += read;
            if (length > size)
                throw new HubTransportException($"A file of {size} bytes does not end.");
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress?.Report(length);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            if (IsHub(request.RequestUri!) && !string.IsNullOrEmpty(options.Value.Token))
                request.Headers.Authorization = new("Bearer", options.Value.Token);
            var response = await AskAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests && response.StatusCode is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError))
                return response;
            using (response)
            {
                var error = HubError.Read(response, []);
                if (response.StatusCode != HttpStatusCode.TooManyRequests)
                    throw new HubTransportException($"The Hub answered {(int)response.StatusCode} about a file.");
                var throttled = HubThrottledException.From(response.Headers, RateLimitHeaders.Read(response.Headers), error, clock.GetUtcNow());
                _pacer.Pause(throttled.Wait);
                throw throttled;
            }
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isHub = IsHub(request.RequestUri!);
        try
        {
            var response = await InTimeAsync(token => clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken);
            if (isHub) _pacer.Observe(RateLimitHeaders.ReadAll(response.Headers));
            return response;
        }
        finally
        {
            if (isHub) _pacer.End();
        }
    }

    /// <summary>Whatever takes longer than a page may take has stopped: an answer's head, or the next bytes of a file.</summary>
    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await read(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HubTransportException("A file's bytes do not come.");
        }
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    [LoggerMessage(LogLevel.Information, "{File} broke off at {Bytes} of {Size} bytes, going on: {Reason}")]
    private static partial void LogBrokenOff(ILogger logger, string file, long bytes, long size, string reason);

    [LoggerMessage(LogLevel.Warning, "{File} at {Commit} came with a wrong hash; fetching it once more")]
    private static partial void LogWrongHash(ILogger logger, string file, string commit);
}
