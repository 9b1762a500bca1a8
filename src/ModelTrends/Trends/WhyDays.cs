using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>The observed days of a source, and the days that each of them stands for: itself, or the period that holds it.</summary>
internal sealed class WhyDays(Interval interval, Measure measure, (DateOnly First, DateOnly Last) told, IReadOnlyList<DateOnly> observed, IReadOnlyList<DateOnly> breaks)
{
    /// <param name="Day">As points of the share answer are dated.</param>
    /// <param name="First">First day whose numbers count.</param>
    /// <param name="PeriodEnd">Last day of the period, observed or not.</param>
    public readonly record struct Stretch(DateOnly Day, DateOnly First, DateOnly Last, DateOnly PeriodEnd)
    {
        public bool Holds(DateOnly day) => day >= Day && day <= PeriodEnd;
    }

    public Stretch? First => observed.Count == 0 ? null : Of(observed[0]);

    public static async Task<WhyDays> ReadAsync(NpgsqlDataSource dataSource, TrendSource source, Measure measure, Interval interval, CancellationToken cancellationToken)
    {
        var told = source.DaysOf(measure);
        var (observed, breaks) = (new List<DateOnly>(), new List<DateOnly>());
        await using var command = dataSource.CreateCommand("select day, flags from trend_day where source_id = @source_id and set_id is not null and day between @first and @last order by day")
            .With(("source_id", source.Id), ("first", told.First), ("last", told.Last));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            observed.Add(reader.GetFieldValue<DateOnly>(0));
            if (((TrendDayFlags)reader.GetInt16(1)).HasFlag(TrendDayFlags.Break)) breaks.Add(observed[^1]);
        }

        return new WhyDays(interval, measure, told, observed, breaks);
    }

    /// <summary>The first day of the stretch up to <paramref name="to"/> in which the observed set stayed what it was; null: it always did.</summary>
    public DateOnly? UnbrokenSince(Stretch to) => breaks.LastOrDefault(day => day <= to.Last) is var last && last == default ? null : last;

    /// <summary>The last one observed on or before a day, or before its period ends; null: none was.</summary>
    /// <param name="asked">Null: the last of all.</param>
    public Stretch? Find(DateOnly? asked)
    {
        var shift = PeriodFlags.Shift(interval, measure);
        var end = asked is { } day ? Period.End(Period.Start(day, interval), interval).AddDays(shift - 1) : DateOnly.MaxValue;
        return observed.LastOrDefault(seen => seen <= end) is var last && last == default ? null : Of(last);
    }

    /// <summary>A flow adds up over its period; a stock is what was seen last in it.</summary>
    private Stretch Of(DateOnly day)
    {
        var shift = PeriodFlags.Shift(interval, measure);
        var start = Period.Start(day.AddDays(-shift), interval);
        var (first, end) = (start.AddDays(shift), Period.End(start, interval).AddDays(shift - 1));
        if (!measure.IsFlow()) return new Stretch(start, day, day, end);
        return new Stretch(start, first > told.First ? first : told.First, end < told.Last ? end : told.Last, end.AddDays(-shift));
    }
}
