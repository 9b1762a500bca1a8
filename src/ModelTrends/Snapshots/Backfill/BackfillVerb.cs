using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;
using ModelTrends.Platform.Commands;

namespace ModelTrends.Snapshots.Backfill;

public static class BackfillVerb
{
    public static Command Create()
    {
        var dataset = new Option<string?>("--dataset") { Description = "owner/name of the data set (default: setting Backfill__Dataset)" };
        var file = new Option<string?>("--file") { Description = "the file in it, one day a commit; with {month} a series by month, whose rows have their days" };
        var source = new Option<string?>("--source") { Description = "name of the archive here; its key is archive:NAME" };
        var coverage = new Option<CoverageKind?>("--coverage") { Description = "what the archive sees: complete (the whole Hub), list or sample" };
        var from = new Option<DateOnly?>("--from") { Description = "first day" };
        var to = new Option<DateOnly?>("--to") { Description = "last day (default: today)" };
        var every = new Option<int?>("--every") { Description = "days between the days fetched, 1 to 31" };
        var command = new Command("backfill", "Fetches past days of an archive from the Hub and imports them; started again, it goes on where it stopped.") { dataset, file, source, coverage, from, to, every };
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(
            (services, token) =>
            {
                var options = With(services.GetRequiredService<IOptions<BackfillOptions>>().Value, parsed.GetValue(dataset), parsed.GetValue(file), parsed.GetValue(source));
                options.Coverage = parsed.GetValue(coverage) ?? options.Coverage;
                options.From = parsed.GetValue(from) ?? options.From;
                options.EveryDays = parsed.GetValue(every) ?? options.EveryDays;
                return RunAsync(services, options, parsed.GetValue(to), token);
            },
            cancellationToken));
        return command;
    }

    /// <summary>Another data set is another archive: it does not inherit the name, the title and the credit of the settings' one.</summary>
    private static BackfillOptions With(BackfillOptions settings, string? dataset, string? file, string? source)
    {
        var isOther = dataset is not null && dataset != settings.Dataset;
        var name = dataset ?? settings.Dataset;
        return new BackfillOptions
        {
            Dataset = name,
            File = file ?? settings.File,
            Source = source ?? (isOther ? name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..].ToLowerInvariant().Replace('_', '-').Replace('.', '-') : settings.Source),
            Title = isOther ? name : settings.Title,
            Licence = isOther ? null : settings.Licence,
            Credit = isOther ? "huggingface.co/datasets/" + name : settings.Credit,
            Coverage = settings.Coverage,
            From = settings.From,
            EveryDays = settings.EveryDays,
        };
    }

    private static async Task<int> RunAsync(IServiceProvider services, BackfillOptions options, DateOnly? to, CancellationToken cancellationToken)
    {
        var failure = BackfillOptionsCheck.Failures(options, setting => setting == nameof(BackfillOptions.EveryDays) ? "--every" : "--" + setting.ToLowerInvariant()).FirstOrDefault();
        if (failure is null && to < options.From)
            failure = $"--to {to:yyyy-MM-dd} is before --from {options.From:yyyy-MM-dd}.";
        if (failure is not null)
            return await FailAsync(failure);
        var lines = new BackfillLines(Console.Out, services.GetRequiredService<TimeProvider>());
        try
        {
            var report = await services.GetRequiredService<FetchArchive>().RunAsync(options, to, lines, cancellationToken);
            foreach (var row in report.Refused)
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{row.File} of {row.Day:yyyy-MM-dd} ({row.Revision[..Math.Min(8, row.Revision.Length)]}) was not taken: {row.Error}"));
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"archive:{options.Source}: {report.Files - report.Refused.Count} files of {options.Dataset} taken, {report.Refused.Count} refused, {report.Added} observations added."));
            return report.Refused.Count == 0 ? 0 : 1;
        }
        catch (Exception exception) when (exception is HubException or IOException or BackfillBusyException)
        {
            return await FailAsync(exception.Message);
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync("backfill: " + message);
        return 1;
    }
}

/// <summary>A line when a file is stored, and now and then one while it comes.</summary>
internal sealed class BackfillLines(TextWriter output, TimeProvider clock) : IProgress<BackfillProgress>
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    private DateTimeOffset _next = clock.GetUtcNow() + Apart;

    public void Report(BackfillProgress value)
    {
        var now = clock.GetUtcNow();
        if (value.Stored is null && now < _next)
            return;
        _next = now + Apart;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Place}/{value.Files} {value.Day:yyyy-MM-dd}: ") + (value.Stored is { } stored
            ? string.Create(CultureInfo.InvariantCulture, $"{stored.Rows} rows, {stored.Added} observations added, {stored.Twice} twice, {stored.Different} differ, {stored.Faulty} not taken{(stored.PartialDays.Count > 0 ? ", partial" : "")}")
            : string.Create(CultureInfo.InvariantCulture, $"{value.Bytes >> 20} of {value.AllBytes >> 20} MB")));
    }
}
