using ModelTrends.Platform.Languages;

namespace ModelTrends.Charts.Figures;

/// <summary>Where an axis has its ticks and what stands there.</summary>
internal static class Ticks
{
    /// <summary>Round steps (1, 2, 5 times a power of ten) from zero to above the largest value.</summary>
    public static (double Max, IReadOnlyList<(double At, string Text)> Ticks) Linear(double largest, int most, Func<double, string> text)
    {
        if (largest <= 0) largest = 1;
        var rough = largest / Math.Max(1, most);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(candidate => candidate >= rough * 0.999999);
        var count = (int)Math.Ceiling((largest / step) - 1e-9);
        return (Tidy(count * step), [.. Enumerable.Range(0, count + 1).Select(i => (Tidy(i * step), text(Tidy(i * step))))]);
    }

    /// <summary>Powers of ten around the values; on a short axis also 2 and 5 times them.</summary>
    public static (double Min, double Max, IReadOnlyList<(double At, string Text)> Ticks) Logarithmic(double smallest, double largest, Func<double, string> text)
    {
        smallest = Math.Max(smallest, 1e-6);
        largest = Math.Max(largest, smallest * 1.0001);
        var factors = largest / smallest < 50 ? new[] { 1.0, 2, 5 } : largest / smallest > 1e6 ? [0.01] : [1.0];
        var all = Enumerable.Range(-8, 24).SelectMany(power => factors.Select(factor => Tidy(Math.Pow(10, power) * factor))).Order().Distinct().ToArray();
        if (factors[0] < 1) all = [.. Enumerable.Range(-4, 12).Select(power => Tidy(Math.Pow(100, power)))];
        var min = all.Last(value => value <= smallest * 1.0000001);
        var max = all.First(value => value >= largest * 0.9999999);
        if (max <= min) max = all.First(value => value > min);
        return (min, max, [.. all.Where(value => value >= min && value <= max).Select(value => (value, text(value)))]);
    }

    /// <summary>Days, weeks, months, quarters or years, as many as fit beside each other and none that leaves the sheet.</summary>
    public static IReadOnlyList<(double At, string Text)> Time(DateOnly first, DateOnly last, double left, double right, Frame frame)
    {
        var span = Math.Max(1, last.DayNumber - first.DayNumber);
        foreach (var days in Steps(first, last))
        {
            var ticks = days.Where(day => day.Day >= first && day.Day <= last).Select(day => (At: Milliseconds(day.Day), Text: day.Label(frame.Language),
                X: left + ((right - left) * (day.Day.DayNumber - first.DayNumber) / span))).ToArray();
            var widest = ticks.Length == 0 ? 0 : ticks.Max(tick => frame.WidthOf(tick.Text));
            if (ticks.Length == 0 || widest * ticks.Length * 1.35 > right - left) continue;
            return [.. ticks.Where(tick => tick.X - (frame.WidthOf(tick.Text) / 2) > 2 && tick.X + (frame.WidthOf(tick.Text) / 2) < frame.Width - 2).Select(tick => (tick.At, tick.Text))];
        }

        return [(Milliseconds(last), DateText.DayShort(last, frame.Language))];
    }

    /// <summary>Whole percents without their ".0".</summary>
    public static string Percent(double share, Language language) =>
        NumberText.Percent((decimal)share, language).Replace(".0", "", StringComparison.Ordinal);

    public static double Milliseconds(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static IEnumerable<IEnumerable<(DateOnly Day, Func<Language, string> Label)>> Steps(DateOnly first, DateOnly last)
    {
        var span = last.DayNumber - first.DayNumber;
        if (span <= 120)
        {
            foreach (var step in new[] { 1, 2, 3, 5, 7, 14, 28 })
                yield return Enumerable.Range(0, (span / step) + 1).Select(i => Day(first.AddDays(i * step)));
        }

        foreach (var months in new[] { 1, 2, 3, 6 })
            yield return Months(first, last).Where(day => (day.Month - 1) % months == 0).Select(Month);
        foreach (var years in new[] { 1, 2, 5, 10 })
            yield return Enumerable.Range(first.Year, last.Year - first.Year + 1).Where(year => year % years == 0).Select(year => Year(new DateOnly(year, 1, 1)));
    }

    private static IEnumerable<DateOnly> Months(DateOnly first, DateOnly last)
    {
        for (var day = new DateOnly(first.Year, first.Month, 1); day <= last; day = day.AddMonths(1))
            yield return day;
    }

    private static (DateOnly, Func<Language, string>) Day(DateOnly day) => (day, language => DateText.DayShort(day, language));

    private static (DateOnly, Func<Language, string>) Month(DateOnly day) => (day, language => DateText.Month(day, language));

    private static (DateOnly, Func<Language, string>) Year(DateOnly day) => (day, _ => day.Year.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static double Tidy(double value) => value == 0 ? 0 : double.Parse(value.ToString("G12", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
