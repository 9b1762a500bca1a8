using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;

namespace ModelTrends.Snapshots.Backfill;

/// <summary>Which archive of past days is fetched from the Hub. Section <c>Backfill</c>; the verb's options say otherwise for one run.</summary>
public sealed partial class BackfillOptions
{
    public const string Section = "Backfill";

    /// <summary>owner/name of the data set; default a daily dump of all models of the Hub.</summary>
    public string Dataset { get; set; } = "cfahlgren1/hub-stats";

    /// <summary>The file in it. A plain name is one day a commit; one with <c>{month}</c> (2026-11) is a series whose rows have their own days.</summary>
    public string File { get; set; } = "models.parquet";

    /// <summary>Name of the archive here; its key is <c>archive:</c> and this. Lower-case letters, digits and hyphens, at most 60.</summary>
    public string Source { get; set; } = "hub-stats";

    /// <summary>What readers see as the archive's name.</summary>
    public string Title { get; set; } = "hub-stats, a daily dump of the Hub's models";

    /// <summary>The data set's licence as its page states it; default none stated.</summary>
    public string? Licence { get; set; }

    public string? Credit { get; set; } = "Caleb Fahlgren, huggingface.co/datasets/cfahlgren1/hub-stats";

    /// <summary>What the archive sees: complete (default), list or sample. Days of a complete one are held against each other and can be partial.</summary>
    public CoverageKind Coverage { get; set; } = CoverageKind.Complete;

    /// <summary>First day fetched; default 2025-02-27, the first with the cumulative counter.</summary>
    public DateOnly From { get; set; } = new(2025, 2, 27);

    /// <summary>Days between the days fetched, 1 to 31; default 1. With 7 a seventh is fetched, and flows share each week's difference.</summary>
    public int EveryDays { get; set; } = 1;

    /// <summary>Whether a worker looks for new days every day at 16:00 UTC; default false, since the first time it fetches hundreds of gigabytes.</summary>
    public bool Daily { get; set; }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,59}$", RegexOptions.CultureInvariant, 1000)]
    internal static partial Regex SourceName();
}

internal sealed class BackfillOptionsCheck : IValidateOptions<BackfillOptions>
{
    public ValidateOptionsResult Validate(string? name, BackfillOptions options)
    {
        var failures = Failures(options, setting => "Backfill:" + setting).ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    /// <param name="named">How the caller calls a setting.</param>
    public static IEnumerable<string> Failures(BackfillOptions options, Func<string, string> named)
    {
        if (!HubDatasets.IsName(options.Dataset))
            yield return $"{named(nameof(options.Dataset))} must be owner/name, as the Hub writes data sets.";
        if (options.File.Length is 0 or > 200 || options.File.StartsWith('/') || options.File.Split('/').Any(part => part is "" or "." or ".."))
            yield return $"{named(nameof(options.File))} must be the path of a file in the data set, such as models.parquet or series/{{month}}.parquet.";
        if (!BackfillOptions.SourceName().IsMatch(options.Source))
            yield return $"{named(nameof(options.Source))} must be lower-case letters, digits and hyphens, at most 60.";
        if (string.IsNullOrWhiteSpace(options.Title))
            yield return $"{named(nameof(options.Title))} must not be empty.";
        if (options.From.Year is < 2016 or > 2100)
            yield return $"{named(nameof(options.From))} must be a day from 2016-01-01 to 2100-12-31.";
        if (options.EveryDays is < 1 or > 31)
            yield return $"{named(nameof(options.EveryDays))} must be from 1 to 31.";
    }
}
