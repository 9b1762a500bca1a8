using System.Globalization;

namespace ModelTrends.Domain.Trends;

public enum Interval { Day, Week, Month }

/// <summary>A day, an ISO week dated by its Monday, or a month dated by its first day.</summary>
public static class Period
{
    public static DateOnly Start(DateOnly day, Interval interval) => interval switch
    {
        Interval.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        Interval.Month => new DateOnly(day.Year, day.Month, 1),
        _ => day,
    };

    /// <summary>First day after the period that begins on <paramref name="start"/>.</summary>
    public static DateOnly End(DateOnly start, Interval interval) => interval switch
    {
        Interval.Week => start.AddDays(7),
        Interval.Month => start.AddMonths(1),
        _ => start.AddDays(1),
    };

    /// <summary>2026-W48, by ISO 8601: the week belongs to the year of its Thursday.</summary>
    public static string WeekName(DateOnly day)
    {
        var date = day.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(date)}-W{ISOWeek.GetWeekOfYear(date):00}");
    }
}
