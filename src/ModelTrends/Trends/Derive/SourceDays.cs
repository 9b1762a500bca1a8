using ModelTrends.Data.Tables;
using ModelTrends.Domain.Counters;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>The usable days of a source in order, with the totals that betray a stall.</summary>
internal sealed class SourceDays
{
    private sealed record Row(DateOnly Day, long? Rise, long? Fall, int? Large, int? Unmoved, TrendDayFlags Flags);

    private readonly List<Row> _rows = [];

    /// <summary>Days with a set that tells cumulative counters or likes.</summary>
    public List<DateOnly> All => [.. _rows.Select(row => row.Day)];

    public IReadOnlySet<DateOnly> Stalls => _rows.Where(row => row.Flags.HasFlag(TrendDayFlags.Stall)).Select(row => row.Day).ToHashSet();

    /// <summary>Every day but the first and <paramref name="day"/> has its totals: the flows before are in place.</summary>
    public bool IsWholeBefore(DateOnly day) => _rows.Count > 1 && _rows[^1].Day == day && _rows.Skip(1).SkipLast(1).All(row => row.Rise is not null);

    public IReadOnlyList<HubDay> HubDays() =>
        [.. _rows.Zip(_rows.Skip(1)).Where(pair => pair.Second.Rise is not null)
            .Select(pair => new HubDay(pair.Second.Day, pair.Second.Day.DayNumber - pair.First.Day.DayNumber, pair.Second.Rise!.Value, pair.Second.Large ?? 0, pair.Second.Unmoved ?? 0))];

    public static async Task<SourceDays> ReadAsync(NpgsqlConnection connection, int sourceId, CancellationToken cancellationToken)
    {
        var days = new SourceDays();
        await using var command = new NpgsqlCommand(
            """
            select day, raw_total, raw_loss, large_models, large_unmoved, flags from trend_day
            where source_id = @source_id and set_id is not null and (has_downloads_all_time or has_likes) order by day
            """, connection).With(("source_id", sourceId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            days._rows.Add(new Row(
                reader.GetFieldValue<DateOnly>(0), reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3), reader.IsDBNull(4) ? null : reader.GetInt32(4), (TrendDayFlags)reader.GetInt16(5)));
        }

        return days;
    }

    public static async Task StoreTotalsAsync(NpgsqlConnection connection, int sourceId, HubDay day, long fall, CancellationToken cancellationToken)
    {
        // A set in which as much was lost as a half of what was gained is a rollback of the Hub, not of a few models.
        await using var command = new NpgsqlCommand(
            """
            update trend_day set raw_total = @rise, raw_loss = @fall, large_models = @large, large_unmoved = @unmoved,
              flags = (flags & ~16::smallint) | case when @fall < 0 and -2 * @fall >= @rise then 16 else 0 end
            where source_id = @source_id and day = @day
            """, connection).With(("source_id", sourceId), ("day", day.Day), ("rise", (long)day.Total), ("fall", fall), ("large", day.LargeModels), ("unmoved", day.LargeUnmoved));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task StoreStallsAsync(NpgsqlConnection connection, int sourceId, IReadOnlySet<DateOnly> stalls, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            update trend_day set flags = (flags & ~2::smallint) | case when day = any(@stalls) then 2 else 0 end
            where source_id = @source_id and (flags & 2 <> 0) <> (day = any(@stalls))
            """, connection).With(("source_id", sourceId), ("stalls", stalls.Order().ToArray()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
