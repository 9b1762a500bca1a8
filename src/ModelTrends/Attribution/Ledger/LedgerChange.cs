using ModelTrends.Data.Tables;

namespace ModelTrends.Attribution.Ledger;

/// <summary>What one update of the ledger did: how much moved between labs, and what that did to the countries' shares.</summary>
/// <param name="Models">Models whose answer was written, for the first time or anew.</param>
/// <param name="Moves">Under each lens, models that now count for another lab or country, and their downloads of 30 days.</param>
/// <param name="Countries">Downloads of 30 days and their share, before and after; empty when the registry did not change.</param>
public sealed record LedgerChange(int Models, IReadOnlyList<LensMove> Moves, IReadOnlyList<CountryMove> Countries);

public sealed record LensMove(Lens Lens, long Models, long Downloads30d);

public sealed record CountryMove(Lens Lens, string Country, decimal Before, decimal After, decimal ShareBefore, decimal ShareAfter);
