using ModelTrends.Archive.Reading;
using ModelTrends.Platform.Pipeline;

namespace ModelTrends.Archive;

/// <summary>Takes fetched files by the same rules as <c>import</c>.</summary>
public sealed class ArchiveIntake(ImportArchive import, DeriveArchives derive) : IArchiveIntake
{
    public async Task<IntakeReport> StoreAsync(IntakeFile file, CancellationToken cancellationToken)
    {
        try
        {
            var report = await import.StoreAsync(
                new ImportRequest([file.Path], file.SourceName, Day: file.Day, Coverage: file.Coverage, Title: file.Title, Licence: file.Licence, Credit: file.Credit, Url: file.Origin.ToString()), cancellationToken);
            var fault = report.Faults.Count == 0 ? null : $"row {report.Faults[0].Fault.Number}: {report.Faults[0].Fault.Reason}";
            return new IntakeReport(report.Read, report.Added, report.Duplicates, report.Different, report.Faulty, fault, report.PartialDays);
        }
        catch (Exception exception) when (exception is ArchiveFormatException or ImportRefusedException or InvalidDataException)
        {
            throw new IntakeRefusedException(exception.Message, exception);
        }
    }

    public async Task DeriveAsync(string sourceName, CancellationToken cancellationToken)
    {
        if (await import.FindSourceAsync(sourceName, cancellationToken) is { } source)
            await derive.RunAsync(source.Id, cancellationToken);
    }
}
