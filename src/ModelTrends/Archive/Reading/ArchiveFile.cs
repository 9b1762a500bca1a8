using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace ModelTrends.Archive.Reading;

public enum ArchiveFormat { Csv, Ndjson, Json, Parquet }

/// <summary>The file cannot be read as an archive at all; the message says what was expected.</summary>
public sealed class ArchiveFormatException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One file of an archive, with or without <c>.gz</c>, and the way to its records: cells in the order of <see cref="ArchiveColumn"/>.</summary>
public sealed partial class ArchiveFile(string path, ArchiveFormat? format = null)
{
    public string Path => path;

    public string Name => System.IO.Path.GetFileName(path);

    public ArchiveFormat Format { get; } = format ?? FromName(path);

    /// <summary>The day in the file's name, as daily archives have it: <c>models-2026-08-22.parquet</c>.</summary>
    public DateOnly? DayInName => DayPattern().Match(Name) is { Success: true } match
        && DateOnly.TryParseExact(match.Value, ["yyyy-MM-dd", "yyyyMMdd", "yyyy_MM_dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <param name="ignored">Receives the names of columns nobody asked for.</param>
    public IAsyncEnumerable<string?[]> ReadAsync(ISet<string> ignored, CancellationToken cancellationToken) => Format switch
    {
        ArchiveFormat.Csv => CsvRecords.ReadAsync(Open(), ignored, cancellationToken),
        ArchiveFormat.Ndjson => JsonRecords.ReadLinesAsync(Open(), ignored, cancellationToken),
        ArchiveFormat.Json => JsonRecords.ReadSnapshotAsync(Open(), ignored, cancellationToken),
        _ => ParquetRecords.ReadAsync(path, ignored, cancellationToken),
    };

    private Stream Open()
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static ArchiveFormat FromName(string path)
    {
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return System.IO.Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".csv" => ArchiveFormat.Csv,
            ".ndjson" or ".jsonl" => ArchiveFormat.Ndjson,
            ".json" => ArchiveFormat.Json,
            ".parquet" => ArchiveFormat.Parquet,
            _ => throw new ArchiveFormatException($"{System.IO.Path.GetFileName(path)}: the format is not known from the name; give --format csv, ndjson, json or parquet."),
        };
    }

    [GeneratedRegex(@"(?<!\d)20\d\d(?<sep>[-_]?)(0[1-9]|1[0-2])\k<sep>([0-2]\d|3[01])(?!\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DayPattern();
}
