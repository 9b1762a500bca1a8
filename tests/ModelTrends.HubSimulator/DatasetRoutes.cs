using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelTrends.HubSimulator;

/// <summary>
/// Data sets with a history: FOLDER/owner/name/2026-08-07T13-10/file is a commit of that time (UTC) and the files it changed; files beside those
/// folders are the first commit's. A file's address leads by a redirect to where the bytes are, which answers ranges.
/// </summary>
internal sealed class DatasetRoutes(SimulatedHub hub, FaultPlan plan)
{
    private const string Stamp = "yyyy-MM-dd'T'HH-mm";

    private sealed record Commit(string Id, DateTimeOffset Date, string Folder)
    {
        public string Title => $"Upload {string.Join(", ", Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal))} with huggingface_hub";
    }

    public Task CommitsAsync(HttpContext http, string id)
    {
        var commits = History(id);
        if (commits.Count == 0)
            return Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid username or password.");
        var limit = Math.Clamp(Number(http, "limit", 50), 1, 1000);
        var page = Math.Max(0, Number(http, "p", 0));
        http.Response.Headers["X-Total-Count"] = commits.Count.ToString(CultureInfo.InvariantCulture);
        return Answers.JsonAsync(http, json =>
        {
            json.WriteStartArray();
            foreach (var commit in commits.Skip(page * limit).Take(limit))
            {
                json.WriteStartObject();
                json.WriteString("id", commit.Id);
                json.WriteString("title", commit.Title);
                json.WriteString("message", "");
                json.WriteStartArray("authors");
                json.WriteEndArray();
                json.WriteString("date", commit.Date.UtcDateTime);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    public Task ParquetAsync(HttpContext http, string id) => History(id) is { Count: > 0 } commits
        ? Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            foreach (var file in commits.SelectMany(commit => Directory.GetFiles(commit.Folder, "*.parquet")).Select(path => Path.GetFileName(path)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                json.WriteStartObject(Path.GetFileNameWithoutExtension(file));
                json.WriteStartArray("train");
                json.WriteStringValue($"{http.Request.Scheme}://{http.Request.Host}/datasets/{id}/resolve/main/{file}");
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        })
        : Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid username or password.");

    public async Task ResolveAsync(HttpContext http, string id, string revision, string file)
    {
        var commits = History(id);
        var at = revision is "main" ? 0 : commits.FindIndex(commit => commit.Id == revision);
        var path = at < 0 ? null : commits.Skip(at).Select(commit => Path.Combine(commit.Folder, file)).FirstOrDefault(File.Exists);
        if (commits.Count == 0)
        {
            await Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid username or password.");
            return;
        }

        if (path is null || file.Contains("..", StringComparison.Ordinal))
        {
            http.Response.Headers["X-Error-Code"] = at < 0 ? "RevisionNotFound" : "EntryNotFound";
            await Answers.TextAsync(http, StatusCodes.Status404NotFound, at < 0 ? "Invalid rev id" : "Entry not found");
            return;
        }

        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers["X-Repo-Commit"] = commits[at].Id;
        http.Response.Headers["X-Linked-Size"] = new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-Linked-ETag"] = $"\"{await HashAsync(path)}\"";
        var holder = commits.Find(commit => commit.Folder == Path.GetDirectoryName(path))!;
        http.Response.Headers.Location = $"{hub.Options.FilesBase ?? $"{http.Request.Scheme}://{http.Request.Host}"}/_files/{id}/{holder.Id}/{Uri.EscapeDataString(file)}";
    }

    /// <summary>The bytes, or what can befall them on the way.</summary>
    public async Task BytesAsync(HttpContext http, string id, string revision, string file)
    {
        var path = History(id).Where(commit => commit.Id == revision).Select(commit => Path.Combine(commit.Folder, file)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            await Answers.TextAsync(http, StatusCodes.Status404NotFound, "Not found");
            return;
        }

        switch (plan.NextOfFiles())
        {
            case Fault.FileCut:
                await CutAsync(http, path);
                return;
            case Fault.FileUnavailable:
                await Answers.TextAsync(http, StatusCodes.Status503ServiceUnavailable, "Slow Down");
                return;
            case Fault.FileExpired:
                await Answers.TextAsync(http, StatusCodes.Status403Forbidden, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>", "application/xml");
                return;
            case Fault.FileRangeIgnored:
                http.Request.Headers.Remove("Range");
                break;
            case Fault.FileWrongBytes:
                var bytes = await File.ReadAllBytesAsync(path);
                bytes[^1] ^= 0xff;
                await Results.Bytes(bytes, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(http);
                return;
        }

        await Results.File(path, "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(http);
    }

    /// <summary>Half of what is left of the file, then the end of the connection.</summary>
    private static async Task CutAsync(HttpContext http, string path)
    {
        await using var stream = File.OpenRead(path);
        var from = http.Request.GetTypedHeaders().Range?.Ranges.First().From ?? 0;
        if (from > 0)
        {
            http.Response.StatusCode = StatusCodes.Status206PartialContent;
            http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{stream.Length - 1}/{stream.Length}");
        }

        http.Response.ContentLength = stream.Length - from;
        stream.Position = from;
        var buffer = new byte[(stream.Length - from) / 2];
        await stream.ReadExactlyAsync(buffer);
        await http.Response.Body.WriteAsync(buffer);
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    /// <summary>Newest first, as the Hub lists it.</summary>
    private List<Commit> History(string id)
    {
        if (hub.Options.DatasetsFolder is not { } root || id.Contains("..", StringComparison.Ordinal) || !Directory.Exists(Path.Combine(root, id)))
            return [];
        var folder = Path.Combine(root, id);
        var dated = Directory.GetDirectories(folder)
            .Select(path => (Path: path, IsDated: DateTimeOffset.TryParseExact(Path.GetFileName(path), Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date), Date: date))
            .Where(entry => entry.IsDated).Select(entry => new Commit(Id(entry.Path), entry.Date, entry.Path)).OrderByDescending(commit => commit.Date).ToList();
        if (Directory.GetFiles(folder) is { Length: > 0 } files)
            dated.Add(new Commit(Id(folder), dated.Count > 0 ? dated[^1].Date.AddMinutes(-1) : new DateTimeOffset(files.Max(File.GetLastWriteTimeUtc)), folder));
        return dated;
    }

    private static string Id(string folder) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(folder))))[..40];

    private static async Task<string> HashAsync(string path)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
    }

    private static int Number(HttpContext http, string name, int otherwise) => int.TryParse(http.Request.Query[name].FirstOrDefault(), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
