using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>What is to be said about a period: days that were injured, a change of size, an end that is still to come.</summary>
internal sealed class PeriodFlags(Interval interval, bool isFlow, DateOnly lastDay, Dictionary<DateOnly, TrendDayFlags> days, HashSet<DateOnly> incomplete)
{
    /// <summary>A total always holds some models with a gap; above this part the spread is worth telling.</summary>
    private const decimal WorthTelling = 0.05m;

    private static readonly IReadOnlyList<string> None = [];

    public static async Task<PeriodFlags> ReadAsync(
        NpgsqlDataSource dataSource, TrendSource source, Interval interval, Measure measure, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var isFlow = measure.IsFlow();
        var shift = Shift(interval, measure);
        var days = new Dictionary<DateOnly, TrendDayFlags>();
        var seen = new HashSet<DateOnly>();
        await using var command = dataSource.CreateCommand("select day, flags from trend_day where source_id = @source_id and day between @from and @to order by day")
            .With(("source_id", source.Id), ("from", from), ("to", to));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var day = reader.GetFieldValue<DateOnly>(0);
            var period = Period.Start(day.AddDays(-shift), interval);
            days[period] = days.GetValueOrDefault(period) | (TrendDayFlags)reader.GetInt16(1);
            seen.Add(day);
        }

        var incomplete = new HashSet<DateOnly>();
        if (isFlow && interval != Interval.Day)
        {
            foreach (var period in days.Keys)
            {
                for (var day = period.AddDays(shift); day < Period.End(period, interval).AddDays(shift); day = day.AddDays(1))
                {
                    if (seen.Contains(day)) continue;
                    incomplete.Add(period);
                    break;
                }
            }
        }

        return new PeriodFlags(interval, isFlow, source.LastDay, days, incomplete);
    }

    public IReadOnlyList<string> Of(DateOnly period, long value, long spread)
    {
        var flags = days.GetValueOrDefault(period);
        var list = new List<string>();
        if (spread > 0 && spread > WorthTelling * value) list.Add("interpolated");
        if (isFlow && flags.HasFlag(TrendDayFlags.Stall)) list.Add("stall");
        if (isFlow && (flags & (TrendDayFlags.Rollback | TrendDayFlags.Unsettled)) != TrendDayFlags.None) list.Add("rollback");
        if (isFlow && flags.HasFlag(TrendDayFlags.Low)) list.Add("low");
        if (flags.HasFlag(TrendDayFlags.Break)) list.Add("break");
        if (incomplete.Contains(period) || (interval != Interval.Day && !isFlow && Period.End(period, interval).AddDays(-1) > lastDay)) list.Add("incomplete");
        return list.Count == 0 ? None : list;
    }

    /// <summary>Days by which a month of a counter's flow begins and ends later: the first day's counter is what it starts from.</summary>
    public static int Shift(Interval interval, Measure measure) => interval == Interval.Month && measure.IsOfCounter() ? 1 : 0;
}
