using System.Text.Json;

namespace ModelTrends.Exports;

/// <summary><c>manifest.json</c>: what the files hold, where it comes from, and how to know that they are whole. No time of making, so that equal data gives equal bytes.</summary>
public sealed record ExportManifest(int SchemaVersion, string Month, IReadOnlyList<string> Columns, IReadOnlyList<ExportManifest.ExportedFile> Files)
{
    /// <summary>Changes when a column changes its meaning or goes; a new column does not count.</summary>
    public const int CurrentSchema = 1;

    public const string FileName = "manifest.json";

    /// <param name="Sha256">Of the file's bytes, lower-case hex.</param>
    public sealed record ExportedFile(string File, long Rows, long Bytes, string Sha256, int Days, DateOnly From, DateOnly To, ExportedSource Source);

    public sealed record ExportedSource(string Key, string Title, string? Licence, string? Credit, string? Url, string Coverage, string? CoverageNote)
    {
        /// <summary>The key as part of a file's name: <c>archive:llm</c> becomes <c>archive-llm</c>.</summary>
        public string FileKey => Key.Replace(':', '-');
    }

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerOptions.Web) { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task WriteAsync(string folder, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Readable) + "\n", cancellationToken);
}
