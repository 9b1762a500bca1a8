using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using Npgsql;

namespace ModelTrends.Attribution.Answers;

/// <summary>Sums of the latest day of the default source. Fractions come from merges that are split between roots.</summary>
public sealed record Totals(decimal Models, decimal Downloads30d, decimal? DownloadsAllTime, decimal Likes)
{
    public static readonly Totals None = new(0, 0, null, 0);

    public static Totals operator +(Totals a, Totals b) => new(
        a.Models + b.Models, a.Downloads30d + b.Downloads30d,
        a.DownloadsAllTime is null && b.DownloadsAllTime is null ? null : (a.DownloadsAllTime ?? 0) + (b.DownloadsAllTime ?? 0), a.Likes + b.Likes);

    public Totals Plus(Totals other) => this + other;
}

/// <summary>The same under both lenses.</summary>
public sealed record LensTotals(Totals Origin, Totals Publisher)
{
    public static readonly LensTotals None = new(Totals.None, Totals.None);

    internal static readonly IReadOnlyList<string> Header =
    [
        "origin_models", "origin_downloads_30d", "origin_downloads_all_time", "origin_likes",
        "publisher_models", "publisher_downloads_30d", "publisher_downloads_all_time", "publisher_likes",
    ];

    internal IReadOnlyList<object?> Cells() =>
    [
        Origin.Models, Origin.Downloads30d, Origin.DownloadsAllTime, Origin.Likes,
        Publisher.Models, Publisher.Downloads30d, Publisher.DownloadsAllTime, Publisher.Likes,
    ];
}

/// <summary>One row of the totals table.</summary>
public sealed record TotalsRow(Lens Lens, string LabId, string? FamilyId, string? Generation, Totals Totals);

/// <summary>All totals at once: some thousand rows, summed as the question wants them.</summary>
public sealed class TotalsTable(IReadOnlyList<TotalsRow> rows, string? source, DateOnly? day)
{
    public string? Source { get; } = source;

    public DateOnly? Day { get; } = day;

    public IReadOnlyDictionary<string, LensTotals> ByLab() => By(row => row.LabId);

    public IReadOnlyDictionary<string, LensTotals> ByFamily() => By(row => row.FamilyId);

    public IReadOnlyDictionary<string, LensTotals> ByGeneration(string familyId) =>
        By(row => string.Equals(row.FamilyId, familyId, StringComparison.Ordinal) ? row.Generation ?? "" : null);

    /// <summary>Share of the downloads nobody has attributed, under one lens; null without downloads.</summary>
    public decimal? UnknownShare(Lens lens)
    {
        var all = rows.Where(row => row.Lens == lens).Sum(row => row.Totals.Downloads30d);
        return all == 0 ? null : Math.Round(rows.Where(row => row.Lens == lens && row.LabId is Lab.UnknownId).Sum(row => row.Totals.Downloads30d) / all, 6);
    }

    private Dictionary<string, LensTotals> By(Func<TotalsRow, string?> key) => rows
        .Where(row => key(row) is not null)
        .GroupBy(row => key(row)!, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => new LensTotals(Sum(group, Lens.Origin), Sum(group, Lens.Publisher)), StringComparer.Ordinal);

    private static Totals Sum(IEnumerable<TotalsRow> rows, Lens lens) => rows.Where(row => row.Lens == lens).Aggregate(Totals.None, (sum, row) => sum + row.Totals);

    public static async Task<TotalsTable> ReadAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select lens, lab_id, family_id, generation, models, downloads_30d, downloads_all_time, likes, source, day from attribution_total order by id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TotalsRow>();
        string? source = null;
        DateOnly? day = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new TotalsRow(
                (Lens)reader.GetInt16(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                new Totals(reader.GetDecimal(4), reader.GetDecimal(5), reader.IsDBNull(6) ? null : reader.GetDecimal(6), reader.GetDecimal(7))));
            (source, day) = (reader.GetString(8), reader.GetFieldValue<DateOnly>(9));
        }

        return new TotalsTable(rows, source, day);
    }

    /// <summary>The same day as it was attributed at <paramref name="moment"/>; reads the whole set, so only where the ledger moved since.</summary>
    public async Task<TotalsTable> AsOfAsync(NpgsqlDataSource dataSource, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        if (Source is null || Day is not { } day) return this;
        await using var command = dataSource.CreateCommand(SqlFile.Read<TotalsTable>("totals_as_of.sql"));
        command.CommandTimeout = LongestSeconds;
        command.Parameters.AddWithValue("source", Source);
        command.Parameters.AddWithValue("day", day);
        command.Parameters.AddWithValue("as_of", moment);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var then = new List<TotalsRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            then.Add(new TotalsRow(
                (Lens)reader.GetInt16(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                new Totals(reader.GetDecimal(4), reader.GetDecimal(5), reader.IsDBNull(6) ? null : reader.GetDecimal(6), reader.GetDecimal(7))));
        }

        return new TotalsTable(then, Source, Day);
    }

    /// <summary>Every row of a day of the whole Hub under both lenses; longer than a question of the daily totals, which are summed already.</summary>
    internal const int LongestSeconds = 120;
}
