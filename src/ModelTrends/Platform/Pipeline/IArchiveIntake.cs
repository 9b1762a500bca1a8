using ModelTrends.Data.Tables;

namespace ModelTrends.Platform.Pipeline;

/// <summary>
/// Where a fetched file of an archive goes. Fetching belongs to whoever speaks to the Hub, reading to whoever knows archives' layouts; neither calls the other.
/// </summary>
public interface IArchiveIntake
{
    /// <summary>Stores the file's observations and derives nothing: a thousand files are derived once.</summary>
    /// <exception cref="IntakeRefusedException">The file is not what it should be.</exception>
    Task<IntakeReport> StoreAsync(IntakeFile file, CancellationToken cancellationToken);

    /// <summary>What follows from everything stored and not derived yet, whoever stored it.</summary>
    Task DeriveAsync(string sourceName, CancellationToken cancellationToken);
}

/// <param name="SourceName">The source's key is <c>archive:</c> and this.</param>
/// <param name="Day">The day of a file whose rows have none; null where they have.</param>
/// <param name="Origin">Where readers can see the archive itself.</param>
public sealed record IntakeFile(string Path, string SourceName, DateOnly? Day, CoverageKind Coverage, string Title, string? Licence, string? Credit, Uri Origin);

/// <param name="Rows">Rows the file has.</param>
/// <param name="Added">Observations that were not there before.</param>
/// <param name="Twice">Rows of a model that had a row of the same day before them.</param>
/// <param name="Different">Rows that contradict what is stored; the stored values stay.</param>
/// <param name="Faulty">Rows that make no sense.</param>
/// <param name="FirstFault">The first of them with its number and reason.</param>
/// <param name="PartialDays">Days with fewer than 95 % of the last good day's models.</param>
public sealed record IntakeReport(long Rows, long Added, long Twice, long Different, long Faulty, string? FirstFault, IReadOnlyCollection<DateOnly> PartialDays);

public sealed class IntakeRefusedException(string message, Exception inner) : Exception(message, inner);
