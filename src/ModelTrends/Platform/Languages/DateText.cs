using System.Globalization;

namespace ModelTrends.Platform.Languages;

/// <summary>Dates as readers of a language write them; files have ISO dates instead.</summary>
public static class DateText
{
    private static readonly string[] English = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly string[] Hindi = ["जन॰", "फ़र॰", "मार्च", "अप्रैल", "मई", "जून", "जुल॰", "अग॰", "सित॰", "अक्टू॰", "नव॰", "दिस॰"];

    /// <summary>"22 Nov 2026", "22 नव॰ 2026", "2026年11月22日".</summary>
    public static string Day(DateOnly day, Language language) => language == Language.Chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日")
        : string.Create(CultureInfo.InvariantCulture, $"{day.Day} {MonthName(day, language)} {day.Year}");

    /// <summary>"22 Nov", "22 नव॰", "11月22日": ticks of an axis.</summary>
    public static string DayShort(DateOnly day, Language language) => language == Language.Chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Month}月{day.Day}日")
        : string.Create(CultureInfo.InvariantCulture, $"{day.Day} {MonthName(day, language)}");

    /// <summary>"Nov 2026", "नव॰ 2026", "2026年11月".</summary>
    public static string Month(DateOnly day, Language language) => language == Language.Chinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月")
        : string.Create(CultureInfo.InvariantCulture, $"{MonthName(day, language)} {day.Year}");

    /// <summary>A moment to the minute, UTC.</summary>
    public static string Moment(DateTimeOffset moment, Language language) =>
        string.Create(CultureInfo.InvariantCulture, $"{Day(DateOnly.FromDateTime(moment.UtcDateTime), language)} {moment.UtcDateTime:HH:mm} UTC");

    private static string MonthName(DateOnly day, Language language) => (language == Language.Hindi ? Hindi : English)[day.Month - 1];
}
