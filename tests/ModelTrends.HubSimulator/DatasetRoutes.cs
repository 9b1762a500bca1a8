namespace ModelTrends.HubSimulator;

/// <summary>Files of data sets: a redirect to where the bytes are, which answers ranges.</summary>
internal sealed class DatasetRoutes(SimulatedHub hub)
{
    public Task CommitsAsync(HttpContext http, string id)
    {
        var file = Directory.Exists(Folder(id)) ? Directory.GetFiles(Folder(id)!).Order(StringComparer.Ordinal).FirstOrDefault() : null;
        return file is null
            ? Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid username or password.")
            : ModelRoutes.WriteCommitsAsync(http, Revision(file), $"Upload {Path.GetFileName(file)} with huggingface_hub", new DateTimeOffset(File.GetLastWriteTimeUtc(file)));
    }

    public Task ParquetAsync(HttpContext http, string id) => Directory.Exists(Folder(id))
        ? Answers.JsonAsync(http, json =>
        {
            json.WriteStartObject();
            foreach (var file in Directory.GetFiles(Folder(id)!, "*.parquet").Order(StringComparer.Ordinal))
            {
                json.WriteStartObject(Path.GetFileNameWithoutExtension(file));
                json.WriteStartArray("train");
                json.WriteStringValue($"{http.Request.Scheme}://{http.Request.Host}/datasets/{id}/resolve/main/{Path.GetFileName(file)}");
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        })
        : Answers.ErrorAsync(http, StatusCodes.Status401Unauthorized, "Invalid username or password.");

    public Task ResolveAsync(HttpContext http, string id, string revision, string file)
    {
        if (Locate(id, file) is not { } path)
            return Answers.TextAsync(http, StatusCodes.Status404NotFound, "Entry not found");
        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers["X-Repo-Commit"] = revision is "main" ? Revision(path) : revision;
        http.Response.Headers["X-Linked-Size"] = new FileInfo(path).Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.Headers["X-Linked-ETag"] = $"\"{Revision(path)}\"";
        http.Response.Headers.Location = $"{http.Request.Scheme}://{http.Request.Host}/_files/{id}/{Uri.EscapeDataString(file)}";
        return Task.CompletedTask;
    }

    public IResult Bytes(string id, string file) => Locate(id, file) is { } path
        ? Results.File(path, "application/octet-stream", enableRangeProcessing: true, lastModified: new DateTimeOffset(File.GetLastWriteTimeUtc(path)))
        : Results.NotFound();

    private string? Folder(string id) => hub.Options.DatasetsFolder is { } root ? Path.Combine(root, id) : null;

    /// <summary>Only files that lie in the data set's own folder.</summary>
    private string? Locate(string id, string file)
    {
        var folder = Folder(id);
        return folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder).FirstOrDefault(path => Path.GetFileName(path) == file) : null;
    }

    private static string Revision(string path) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Path.GetFileName(path)} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}")))[..40];
}
