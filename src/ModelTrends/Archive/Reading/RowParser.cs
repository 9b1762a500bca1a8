using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelTrends.Archive.Reading;

/// <summary>Turns the cells of one record into a row, or says which column is wrong and what it takes.</summary>
public static partial class RowParser
{
    private static readonly string[] Relations = ["quantized", "adapter", "merge", "finetune"];

    /// <summary>The Hub's names are at most 96 characters an owner and a repository; twice that is hostile or broken.</summary>
    private const int LongestName = 200;

    /// <param name="fileDay">The day of the whole file, for files whose rows have none.</param>
    public static (ArchiveRow? Row, string? Fault) Parse(string?[] cells, DateOnly? fileDay)
    {
        string? fault = null;
        var day = Cell(ArchiveColumn.Day) is { } dayText ? Day(dayText) : fileDay;
        if (day is null)
            fault ??= "day: missing; a date of the form 2026-11-23 is needed";
        var name = Cell(ArchiveColumn.ModelId);
        if (name is null || name.Length > LongestName || !NamePattern().IsMatch(name))
            fault ??= name is null ? "model_id: missing" : $"model_id: '{Shown(name)}' is not owner/name";
        var hubId = Cell(ArchiveColumn.HubId);
        if (hubId is not null && !HubIdPattern().IsMatch(hubId))
            fault ??= $"hub_id: '{Shown(hubId)}' is not 24 hex digits";
        var relation = Cell(ArchiveColumn.BaseRelation);
        if (relation is not null && !Relations.Contains(relation, StringComparer.Ordinal))
            fault ??= $"base_relation: '{Shown(relation)}' is not one of {string.Join(", ", Relations)}";
        var bases = Split(Cell(ArchiveColumn.BaseModels));
        if (bases.Length == 0)
            (relation, bases) = FromTags(Split(Cell(ArchiveColumn.Tags)), relation);

        var row = new ArchiveRow(
            day ?? default, name ?? "", hubId,
            Count(ArchiveColumn.Downloads30d, long.MaxValue), Count(ArchiveColumn.DownloadsAllTime, long.MaxValue),
            (int?)Count(ArchiveColumn.Likes, int.MaxValue), Rank(), Score(),
            Cell(ArchiveColumn.PipelineTag), Cell(ArchiveColumn.LibraryName), Created(),
            relation, bases, Count(ArchiveColumn.Parameters, long.MaxValue));
        return fault is null ? (row, null) : (null, fault);

        string? Cell(ArchiveColumn column) => string.IsNullOrWhiteSpace(cells[(int)column]) ? null : cells[(int)column]!.Trim();

        DateOnly? Day(string text)
        {
            // Archives give days or moments; only the day counts.
            if (DateOnly.TryParseExact(text.Length > 10 ? text[..10] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
                return value;
            fault ??= $"day: '{Shown(text)}' is not a date of the form 2026-11-23";
            return null;
        }

        long? Count(ArchiveColumn column, long most)
        {
            if (Cell(column) is not { } text)
                return null;
            // Nearly all are plain digits, which this reads ten times as fast.
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole <= most)
                return whole;
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && value >= 0 && value <= most && value == decimal.Truncate(value))
            {
                return (long)value;
            }

            fault ??= $"{ArchiveColumns.Name(column)}: '{Shown(text)}' is not a whole number from 0 to {most.ToString(CultureInfo.InvariantCulture)}";
            return null;
        }

        int? Rank()
        {
            if (Count(ArchiveColumn.TrendingRank, int.MaxValue) is not { } rank)
                return null;
            if (rank == 0)
                fault ??= "trending_rank: places count from 1";
            return (int)rank;
        }

        double? Score()
        {
            if (Cell(ArchiveColumn.TrendingScore) is not { } text)
                return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
                return value;
            fault ??= $"trending_score: '{Shown(text)}' is not a number";
            return null;
        }

        DateTimeOffset? Created()
        {
            if (Cell(ArchiveColumn.CreatedAt) is not { } text)
                return null;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value))
                return value;
            fault ??= $"created_at: '{Shown(text)}' is not a time";
            return null;
        }
    }

    /// <summary>The Hub's tags <c>base_model:owner/name</c> and <c>base_model:quantized:owner/name</c>; the most specific relation wins.</summary>
    private static (string? Relation, string[] Bases) FromTags(string[] tags, string? relation)
    {
        var bases = new List<string>();
        foreach (var tag in tags.Where(tag => tag.StartsWith("base_model:", StringComparison.Ordinal)))
        {
            var rest = tag["base_model:".Length..];
            var colon = rest.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && Relations.Contains(rest[..colon], StringComparer.Ordinal))
            {
                relation ??= rest[..colon];
                rest = rest[(colon + 1)..];
            }

            if (NamePattern().IsMatch(rest) && !bases.Contains(rest, StringComparer.OrdinalIgnoreCase))
                bases.Add(rest);
        }

        return (bases.Count == 0 ? null : relation ?? "finetune", [.. bases]);
    }

    private static string[] Split(string? text) => text?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[0-9a-f]{24}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HubIdPattern();
}
