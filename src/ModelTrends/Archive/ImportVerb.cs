using System.CommandLine;
using System.Text.RegularExpressions;
using ModelTrends.Archive.Reading;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Commands;

namespace ModelTrends.Archive;

public static partial class ImportVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "archive files, with or without .gz" };
        var source = new Option<string?>("--source") { Description = "name of the archive (default: the first file's name); its key is archive:NAME" };
        var format = new Option<string?>("--format") { Description = "csv, ndjson, json or parquet (default: from the file's name)" };
        format.AcceptOnlyFromAmong("csv", "ndjson", "json", "parquet");
        var day = new Option<DateOnly?>("--day") { Description = "the day of files whose rows and names have none" };
        var coverage = new Option<CoverageKind?>("--coverage") { Description = "what the archive sees: complete (the whole Hub), list or sample (default: as stored, else list)" };
        var command = new Command("import", "Imports archive observations; the same file twice changes nothing.") { files, source, format, day, coverage };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paths = parsed.GetRequiredValue(files);
            var missing = paths.FirstOrDefault(path => !File.Exists(path));
            if (missing is not null)
                return await FailAsync($"there is no file {missing}.");
            var name = parsed.GetValue(source) is { } given ? given.Replace("archive:", "", StringComparison.Ordinal) : NameOf(paths[0]);
            if (!SourceName().IsMatch(name))
                return await FailAsync($"--source '{name}': lower-case letters, digits and hyphens, at most 60.");
            var request = new ImportRequest(
                paths, name, parsed.GetValue(format) is { } kind ? Enum.Parse<ArchiveFormat>(kind, ignoreCase: true) : null, parsed.GetValue(day), parsed.GetValue(coverage));
            return await Verb.RunAsync((services, token) => ImportAsync(services.GetRequiredService<ImportArchive>(), request, token), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ImportAsync(ImportArchive import, ImportRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var report = await import.RunAsync(request, cancellationToken);
            await WriteAsync(request, report);
            return report.Faulty == 0 ? 0 : 1;
        }
        catch (Exception exception) when (exception is ArchiveFormatException or ImportRefusedException or InvalidDataException or IOException)
        {
            return await FailAsync(exception.Message);
        }
    }

    private static async Task WriteAsync(ImportRequest request, ImportReport report)
    {
        foreach (var (file, fault) in report.Faults)
            await Console.Error.WriteLineAsync($"{file} row {fault.Number}: {fault.Reason}");
        if (report.Faulty > report.Faults.Count)
            await Console.Error.WriteLineAsync($"… and {report.Faulty - report.Faults.Count} more rows not taken.");
        foreach (var difference in report.Differences)
            await Console.Error.WriteLineAsync($"differs from what is stored, not taken: {difference}");
        if (report.IgnoredColumns.Count > 0)
            await Console.Out.WriteLineAsync("columns not kept: " + string.Join(", ", report.IgnoredColumns));
        foreach (var partial in report.PartialDays)
            await Console.Out.WriteLineAsync($"{partial:yyyy-MM-dd} has fewer than 95 % of the last good day's models: marked partial");
        await Console.Out.WriteLineAsync(
            $"archive:{request.SourceName}: {report.Read} rows read, {report.Added} observations added, {report.Unchanged} there already, {report.Different} differ, "
            + $"{report.Duplicates} twice in the file, {report.Faulty} not taken"
            + (report.FirstDay is null ? "" : $"; {report.FirstDay:yyyy-MM-dd} to {report.LastDay:yyyy-MM-dd}"));
    }

    private static string NameOf(string path) => NotInNames().Replace(Path.GetFileName(path).Split('.')[0].ToLowerInvariant(), "-").Trim('-');

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync("import: " + message);
        return 1;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SourceName();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotInNames();
}
