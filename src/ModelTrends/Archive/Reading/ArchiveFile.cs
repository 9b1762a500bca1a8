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

    /// <summary>Refuses what no reader can read, before anything is stored.</summary>
    /// <param name="day">The day the caller gives the whole file.</param>
    /// <exception cref="ImportRefusedException">The day contradicts the file's name.</exception>
    public void Check(DateOnly? day)
    {
        if (Directory.Exists(path))
            throw new ArchiveFormatException($"{Name} is a folder; give its files.");
        if (!File.Exists(path))
            throw new ArchiveFormatException($"There is no file {path}.");
        if (day is not null && DayInName is { } named && named != day)
            throw new ImportRefusedException($"--day {day:yyyy-MM-dd}: the name of {Name} says {named:yyyy-MM-dd}; leave --day away or rename the file.");

        var packing = FilePacking.Of(path);
        if (packing is Packing.Other)
            throw new ArchiveFormatException($"{Name} is packed in a way that is not read here; unpack it first (.gz alone is read, for csv, ndjson and json).");
        if (Format == ArchiveFormat.Parquet && (packing is Packing.Gzip || IsNamedGzip))
            throw new ArchiveFormatException($"{Name}: Parquet inside gzip cannot be read, since it is read by its end; unpack it first (gunzip).");
        if (Format == ArchiveFormat.Parquet && packing is not Packing.Parquet)
            throw new ArchiveFormatException($"{Name} is not Parquet: a Parquet file begins with PAR1.");
        if (Format != ArchiveFormat.Parquet && packing is Packing.Parquet)
            throw new ArchiveFormatException($"{Name} is Parquet, not {Format.ToString().ToLowerInvariant()}; give --format parquet.");
        if (IsNamedGzip && packing is not Packing.Gzip)
            throw new ArchiveFormatException($"{Name} ends with .gz but is not gzip.");
    }

    private bool IsNamedGzip => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <param name="ignored">Receives the names of columns nobody asked for.</param>
    public IAsyncEnumerable<ArchiveRecord> ReadAsync(ISet<string> ignored, CancellationToken cancellationToken) => Format switch
    {
        ArchiveFormat.Csv => CsvRecords.ReadAsync(Open(), ignored, cancellationToken),
        ArchiveFormat.Ndjson => JsonRecords.ReadLinesAsync(Open(), ignored, cancellationToken),
        ArchiveFormat.Json => JsonRecords.ReadSnapshotAsync(Open(), ignored, cancellationToken),
        _ => ParquetRecords.ReadAsync(path, ignored, cancellationToken),
    };

    /// <summary>Parquet tells; of other files it is guessed by their size.</summary>
    public long EstimateRows() => Format == ArchiveFormat.Parquet ? ParquetRecords.Count(path) : new FileInfo(path).Length / (FilePacking.Of(path) is Packing.Gzip ? 12 : 60);

    private Stream Open()
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        return FilePacking.Of(path) is Packing.Gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
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
