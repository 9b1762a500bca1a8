using System.CommandLine;
using System.Globalization;
using ModelTrends.Platform.Commands;

namespace ModelTrends.Exports;

public static class ExportVerb
{
    public static Command Create()
    {
        var month = new Option<string>("--month") { Required = true, Description = "the month, as 2026-11" };
        var folder = new Option<string>("--out") { Required = true, Description = "folder for the files; made when it is missing" };
        var command = new Command("export", "Writes a month's observations as Parquet, one file a source, with a manifest of hashes.") { month, folder };
        command.SetAction(async (parsed, cancellationToken) => DateOnly.TryParseExact(parsed.GetValue(month) + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? await Verb.RunAsync((services, token) => ExportAsync(services.GetRequiredService<ExportMonth>(), first, parsed.GetRequiredValue(folder), token), cancellationToken)
            : await FailAsync($"--month '{parsed.GetValue(month)}' is not a month of the form 2026-11."));
        return command;
    }

    private static async Task<int> ExportAsync(ExportMonth export, DateOnly month, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await export.RunAsync(month, folder, Tell, cancellationToken);
            if (manifest is null)
                return await FailAsync(string.Create(CultureInfo.InvariantCulture, $"nothing was observed in {month:yyyy-MM}."));
            await Console.Out.WriteLineAsync($"{ExportManifest.FileName}: {manifest.Files.Count} files, {manifest.Files.Sum(file => file.Rows)} observations of {manifest.Month}");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await FailAsync($"--out: {exception.Message}");
        }
    }

    private static void Tell(ExportManifest.ExportedFile file) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.File}: {file.Rows} observations of {file.Days} days, {file.Bytes} bytes, sha256 {file.Sha256}"));

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync("export: " + message);
        return 1;
    }
}
