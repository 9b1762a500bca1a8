using ModelTrends.Domain.Trends;
using ModelTrends.Trends;

namespace ModelTrends.Digest.Content;

/// <summary>The numbers of one week's mail, from the same queries as the dashboards, so that mail and screen cannot differ.</summary>
public sealed record DigestContent(
    string Week,
    DateOnly Monday,
    Measure Measure,
    string? Source,
    string? CoverageNote,
    DateOnly? DataThrough,
    DateOnly? Period,
    decimal? Unknown,
    IReadOnlyList<DigestContent.ShareRow> Shares,
    DateOnly? BoardDay,
    string? BoardSource,
    IReadOnlyList<LeaderboardQuery.Entry> Board,
    IReadOnlyList<string> Flags)
{
    /// <param name="Key">A country, <c>other</c> or <c>unknown</c>.</param>
    public sealed record ShareRow(string Key, decimal? Share, decimal? WeekChange, decimal? FourWeekChange, decimal? YearChange);

    /// <summary>There is nothing of this week to tell; the mail says so.</summary>
    public bool IsEmpty => Shares.Count == 0 && Board.Count == 0;

    public decimal? ShareOf(string key) => Shares.FirstOrDefault(row => row.Key == key)?.Share;

    public int BoardFrom(string country) => Board.Count(entry => entry.Country == country);
}
