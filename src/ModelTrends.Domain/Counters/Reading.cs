namespace ModelTrends.Domain.Counters;

/// <summary>A counter as it was seen on a day.</summary>
public readonly record struct Reading(DateOnly Day, long Value);

/// <summary>Why a flow is not simply the difference of two neighbouring days.</summary>
[Flags]
public enum FlowFlags : short
{
    None = 0,
    /// <summary>Days without an observation share the next difference.</summary>
    Interpolated = 1,
    /// <summary>The Hub's counters stood still; the episode is spread over its days.</summary>
    Stall = 2,
    /// <summary>The counter fell and came back; measured from the last good to the first recovered value.</summary>
    Rollback = 4,
    /// <summary>The counter fell for good on this day; what was gained on it is not known and counts as nothing.</summary>
    Correction = 8,
    /// <summary>Released after the poll before: everything counts as new.</summary>
    New = 16,
}

/// <summary>What was gained on a day, in millionths, so that days of a spread difference sum to it exactly.</summary>
public readonly record struct DayFlow(DateOnly Day, long Millionths, FlowFlags Flags);

/// <summary>A fall that stayed: 110 to 50 is -60.</summary>
public readonly record struct Correction(DateOnly Day, long Change);

/// <param name="OpenSince">The last good day before a fall that may still recover; flows after it are not known yet. Null: none is open.</param>
public sealed record CleanSeries(IReadOnlyList<DayFlow> Flows, IReadOnlyList<Correction> Corrections, DateOnly? OpenSince);
