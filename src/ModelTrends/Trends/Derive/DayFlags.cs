using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Counters;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>What the finished totals say of their days: too low, or lacking what counters that fell have gained since.</summary>
public sealed class DayFlags(NpgsqlDataSource dataSource)
{
    /// <summary>A low day is judged by the 28 days with flows before it; gaps and stalls make them reach further back.</summary>
    private const int LowDayMemory = 90;

    /// <param name="from">First day whose totals may have changed.</param>
    internal async Task RunAsync(int sourceId, DateOnly from, OpenFalls falls, CancellationToken cancellationToken)
    {
        var totals = await TotalsAsync(sourceId, from == DateOnly.MinValue ? from : from.AddDays(-LowDayMemory), cancellationToken);
        var (injured, unknown) = falls.Judge(await DaysAsync(sourceId, from, cancellationToken), totals);
        await StoreAsync(sourceId, DateOnly.MinValue, TrendDayFlags.Unsettled, injured, cancellationToken);
        await StoreAsync(sourceId, DateOnly.MinValue, TrendDayFlags.Unknown, unknown, cancellationToken);
        var low = StallDetector.LowDays([.. totals.Where(total => !unknown.Contains(total.Key)).OrderBy(total => total.Key).Select(total => (total.Key, total.Value))]);
        await StoreAsync(sourceId, from, TrendDayFlags.Low, [.. low], cancellationToken);
    }

    private async Task<Dictionary<DateOnly, decimal>> TotalsAsync(int sourceId, DateOnly from, CancellationToken cancellationToken)
    {
        var totals = new Dictionary<DateOnly, decimal>();
        await using var command = dataSource.CreateCommand(SqlFile.Read<DayFlags>("low-days.sql")).With(("source_id", sourceId), ("from", from));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            totals[reader.GetFieldValue<DateOnly>(0)] = reader.GetInt64(1);
        return totals;
    }

    private async Task<List<DateOnly>> DaysAsync(int sourceId, DateOnly from, CancellationToken cancellationToken)
    {
        var days = new List<DateOnly>();
        await using var command = dataSource.CreateCommand("select day from trend_day where source_id = @source_id and day >= @from order by day").With(("source_id", sourceId), ("from", from));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            days.Add(reader.GetFieldValue<DateOnly>(0));
        return days;
    }

    private async Task StoreAsync(int sourceId, DateOnly from, TrendDayFlags flag, IReadOnlyList<DateOnly> days, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "update trend_day set flags = flags # @flag where source_id = @source_id and day >= @from and (flags & @flag <> 0) <> (day = any(@days))")
            .With(("source_id", sourceId), ("from", from), ("flag", (short)flag), ("days", days.Order().ToArray()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
