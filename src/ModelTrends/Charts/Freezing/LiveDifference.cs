using ModelTrends.Data.Tables;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Charts.Freezing;

/// <summary>One reason why the live chart has other numbers.</summary>
/// <param name="Key">data, attribution, method or gone; the texts are <c>why.*</c>.</param>
/// <param name="Now">Today's version or last day; null where there is nothing to compare.</param>
public sealed record Reason(string Key, string? Now = null, string? Then = null);

/// <param name="Differs">Whether the live chart has other numbers.</param>
public sealed record LiveDifference(bool Differs, IReadOnlyList<Reason> Why)
{
    public static LiveDifference None { get; } = new(false, []);

    public static LiveDifference Gone { get; } = new(true, [new Reason("gone")]);

    /// <summary>Numbers that differ under the same method, attribution and last day come from data that arrived since for days before.</summary>
    public static LiveDifference Of(FrozenChart frozen, Meta live)
    {
        var why = new List<Reason>();
        if (live.MethodologyVersion != frozen.MethodologyVersion) why.Add(new Reason("method", live.MethodologyVersion, frozen.MethodologyVersion));
        if (live.AttributionVersion != frozen.AttributionVersion) why.Add(new Reason("attribution", Short(live.AttributionVersion), Short(frozen.AttributionVersion)));
        if (live.DataThrough != frozen.DataThrough) why.Add(new Reason("data", Day(live.DataThrough), Day(frozen.DataThrough)));
        else if (why.Count == 0) why.Add(new Reason("data"));
        return new LiveDifference(true, why);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string? Short(string? version) => version?[..Math.Min(8, version.Length)];
}
