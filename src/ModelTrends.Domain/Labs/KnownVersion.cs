namespace ModelTrends.Domain.Labs;

/// <summary>A version of the registry and the moment from which the ledger went by it.</summary>
public sealed record KnownVersion(string Version, DateTimeOffset RecordedAt);
