using ModelTrends.Data.Tables;
using ModelTrends.Archive.Reading;

namespace ModelTrends.Archive;

/// <summary>What to import, and what is known about where it comes from.</summary>
/// <param name="SourceName">Lower-case letters, digits and hyphens; the source's key is <c>archive:</c> and this.</param>
/// <param name="Day">The day of files whose rows and names have none; refused where they have another.</param>
/// <param name="Coverage">Null: as the source is stored, else list. Another than the stored one is refused.</param>
public sealed record ImportRequest(
    IReadOnlyList<string> Files,
    string SourceName,
    ArchiveFormat? Format = null,
    DateOnly? Day = null,
    CoverageKind? Coverage = null,
    string? Title = null,
    string? Licence = null,
    string? Credit = null,
    string? Url = null,
    string? CoverageNote = null);

/// <summary>The request contradicts the file or what is stored; the message names the option and what to do.</summary>
public sealed class ImportRefusedException(string message) : Exception(message);

/// <summary>What an import did, file by file summed.</summary>
public sealed class ImportReport
{
    /// <summary>Faults kept for the reader; the rest are only counted, so that a broken file cannot fill the memory.</summary>
    public const int FaultsKept = 100;

    public long Read { get; internal set; }
    public long Added { get; internal set; }
    /// <summary>Of the added rows, those that were observations while their file was still being read.</summary>
    public long AddedAtOnce { get; internal set; }
    /// <summary>Rows that were stored already, with the same values.</summary>
    public long Unchanged { get; internal set; }
    /// <summary>Rows that were stored already with other values; the first values stay.</summary>
    public long Different { get; internal set; }
    /// <summary>The same model on the same day twice in the files; the first row counts.</summary>
    public long Duplicates { get; internal set; }
    public long Faulty { get; internal set; }
    public List<(string File, RowFault Fault)> Faults { get; } = [];
    public List<string> Differences { get; } = [];
    public SortedSet<string> IgnoredColumns { get; } = new(StringComparer.Ordinal);
    internal HashSet<DateOnly> Days { get; } = [];
    public SortedSet<DateOnly> PartialDays { get; } = [];
    public DateOnly? FirstDay { get; internal set; }
    public DateOnly? LastDay { get; internal set; }
}
