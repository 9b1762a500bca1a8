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
    DigestContent.WeekQuality Quality,
    WeekNews News,
    IReadOnlyList<DigestContent.Interest> Interests)
{
    /// <summary>Archives of the mail, whose licences want them named.</summary>
    public IReadOnlyList<Charts.Files.SourceCredit> Credits { get; init; } = [];

    /// <param name="Key">A country, <c>other</c> or <c>unknown</c>.</param>
    public sealed record ShareRow(string Key, decimal? Share, decimal? WeekChange, decimal? FourWeekChange, decimal? YearChange);

    /// <param name="Flags">What the share answer says of the whole week.</param>
    /// <param name="Faults">What was detected on single days.</param>
    /// <param name="ObservedDays">Days of the seven with an observation; null where nothing at all was observed.</param>
    public sealed record WeekQuality(IReadOnlyList<string> Flags, IReadOnlyList<Fault> Faults, int? ObservedDays);

    public sealed record Fault(DateOnly Day, string Kind);

    /// <summary>A row for readers who asked for this country or family.</summary>
    /// <param name="Key"><c>country:FR</c> or <c>family:qwen</c>, as the subscriber's choices are compared.</param>
    /// <param name="InBoard">How many of the trending models it made.</param>
    public sealed record Interest(string Key, string Name, string Country, ShareRow Row, int InBoard);

    public DateOnly Sunday => Monday.AddDays(6);

    /// <summary>There is nothing of this week to tell; the mail says so.</summary>
    public bool IsEmpty => Shares.Count == 0 && Board.Count == 0;

    /// <summary>The week's last days are not in yet.</summary>
    public bool IsIncomplete => Shares.Count > 0 && (DataThrough < Sunday || Quality.Flags.Contains("incomplete", StringComparer.Ordinal));

    public decimal? ShareOf(string key) => Shares.FirstOrDefault(row => row.Key == key)?.Share;

    public int BoardFrom(string country) => Board.Count(entry => entry.Country == country);
}
