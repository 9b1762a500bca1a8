namespace ModelTrends.Platform.Answers;

/// <summary>What every answer says about itself. Times are those of the data, not of the request, so equal questions give equal bytes.</summary>
/// <param name="GeneratedAt">When the totals behind the answer were computed.</param>
/// <param name="DataThrough">The last day with an observation in the source that answered.</param>
public sealed record Meta(
    string Measure,
    string Unit,
    string? Lens,
    string? Population,
    IReadOnlyDictionary<string, string> Filters,
    string? Interval,
    DateOnly? From,
    DateOnly? To,
    DateTimeOffset? GeneratedAt,
    DateOnly? DataThrough,
    string MethodologyVersion,
    string? AttributionVersion,
    IReadOnlyList<string> Sources,
    Coverage Coverage,
    IReadOnlyList<string> Notes)
{
    /// <summary>The version of docs/methodology.md; raised when a definition changes.</summary>
    public const string CurrentMethodology = "1.0";

    private static readonly Dictionary<string, string> None = [];

    /// <summary>For answers that are lists rather than measurements: labs, sources, polls.</summary>
    public static Meta Listing(string measure, string unit, DateTimeOffset? generatedAt = null, string? attributionVersion = null, params IReadOnlyList<string> notes) =>
        new(measure, unit, null, null, None, null, null, null, generatedAt, null, CurrentMethodology, attributionVersion, [], new Coverage(null, null), notes);
}

/// <summary>Shares of the whole that are and are not attributed to a lab, 0..1; null where nothing is known.</summary>
/// <param name="Kind">What the observed models are of the Hub: complete, list or sample; null where no single source answers.</param>
public sealed record Coverage(decimal? KnownShare, decimal? UnknownShare, string? Kind = null);
