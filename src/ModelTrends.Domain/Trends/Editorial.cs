using System.Globalization;

namespace ModelTrends.Domain.Trends;

/// <summary>A dated note drawn on charts, from <c>Registry/events.yaml</c>.</summary>
/// <param name="Kind">release, rule or report.</param>
public sealed record EditorialEvent(DateOnly Day, string Kind, string Title, string Url, string? LabId)
{
    private static readonly Lazy<IReadOnlyList<EditorialEvent>> Bundled = new(() => [.. ReviewedFile.Rows<Row>(ReviewedFile.Read("events.yaml")).Select(Of).OrderBy(e => e.Day)]);

    public static IReadOnlyList<EditorialEvent> Load() => Bundled.Value;

    private static EditorialEvent Of(Row row) => new(
        Editorial.Day(row.Day, "day"), ReviewedFile.Required(row.Kind, "kind"), ReviewedFile.Required(row.Title, "title"), ReviewedFile.Required(row.Url, "url"), row.Lab);

    private sealed class Row
    {
        public string? Day { get; set; }
        public string? Kind { get; set; }
        public string? Title { get; set; }
        public string? Url { get; set; }
        public string? Lab { get; set; }
    }
}

/// <summary>A published answer to the same question, from <c>Registry/claims.yaml</c>; right for its own definition.</summary>
/// <param name="Definition">The id of our definition that comes closest.</param>
/// <param name="Window">What period it counts, in words.</param>
/// <param name="Translated">The words in other languages, by their codes.</param>
public sealed record PublishedClaim(string Id, string Source, string Url, DateOnly Published, string Window, string Population, string Measure, string Definition, IReadOnlyDictionary<string, decimal> Shares, string? Note,
    IReadOnlyDictionary<string, PublishedClaim.Words> Translated)
{
    /// <summary>What of a claim is said in words.</summary>
    public sealed record Words(string Window, string Population, string? Note);

    private static readonly Lazy<IReadOnlyList<PublishedClaim>> Bundled = new(() => [.. ReviewedFile.Rows<Row>(ReviewedFile.Read("claims.yaml")).Select(Of)]);

    public static IReadOnlyList<PublishedClaim> Load() => Bundled.Value;

    private static PublishedClaim Of(Row row) => new(
        ReviewedFile.Required(row.Id, "id"), ReviewedFile.Required(row.Source, "source"), ReviewedFile.Required(row.Url, "url"), Editorial.Day(row.Published, "published"),
        ReviewedFile.Required(row.Window, "window"), ReviewedFile.Required(row.Population, "population"), ReviewedFile.Required(row.Measure, "measure"), ReviewedFile.Required(row.Definition, "definition"),
        row.Shares.ToDictionary(pair => pair.Key, pair => decimal.Parse(pair.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal), row.Note,
        row.Translated.ToDictionary(pair => pair.Key, pair => new Words(ReviewedFile.Required(pair.Value.Window, "window"), ReviewedFile.Required(pair.Value.Population, "population"), pair.Value.Note), StringComparer.Ordinal));

    /// <summary>Its words in a language; null where nobody has translated them.</summary>
    public Words? In(string language) => language == "en" ? new Words(Window, Population, Note) : Translated.GetValueOrDefault(language);

    private sealed class Row
    {
        public string? Id { get; set; }
        public string? Source { get; set; }
        public string? Url { get; set; }
        public string? Published { get; set; }
        public string? Window { get; set; }
        public string? Population { get; set; }
        public string? Measure { get; set; }
        public string? Definition { get; set; }
        public Dictionary<string, string> Shares { get; set; } = [];
        public string? Note { get; set; }
        public Dictionary<string, RowWords> Translated { get; set; } = [];
    }

    private sealed class RowWords
    {
        public string? Window { get; set; }
        public string? Population { get; set; }
        public string? Note { get; set; }
    }
}

internal static class Editorial
{
    public static DateOnly Day(string? text, string field) =>
        DateOnly.ParseExact(ReviewedFile.Required(text, field), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
