using ModelTrends.Data.Tables;

namespace ModelTrends.Attribution.Ledger;

/// <summary>What one update of the ledger did: how much moved between labs, and what that did to the countries' shares.</summary>
/// <param name="Models">Models whose answer was written, for the first time or anew.</param>
/// <param name="Moves">Under each lens, models that now count for another lab or country, and their downloads of 30 days.</param>
/// <param name="Countries">Models, downloads of 30 days and their share, before and after; empty when the registry did not change.</param>
/// <param name="Labs">From whom to whom, the largest moves first; null in reports of before this was told.</param>
public sealed record LedgerChange(int Models, IReadOnlyList<LensMove> Moves, IReadOnlyList<CountryMove> Countries, IReadOnlyList<LabMove>? Labs = null);

public sealed record LensMove(Lens Lens, long Models, long Downloads30d);

/// <summary>Lab and country of before and after, as in <c>alibaba CN</c>; the roots of a split merge joined by <c>+</c>.</summary>
public sealed record LabMove(Lens Lens, string Before, string After, long Models, long Downloads30d);

/// <summary>Models are those of the day that the downloads are of; a split merge counts in parts.</summary>
public sealed record CountryMove(Lens Lens, string Country, decimal Before, decimal After, decimal ShareBefore, decimal ShareAfter, decimal ModelsBefore = 0, decimal ModelsAfter = 0);
