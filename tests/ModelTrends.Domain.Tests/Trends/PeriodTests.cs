using CsCheck;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class PeriodTests
{
    private static readonly Gen<DateOnly> Days = Gen.Int[0, 20_000].Select(day => new DateOnly(2000, 1, 1).AddDays(day));

    [Theory]
    [InlineData("2026-11-23", "2026-W48")]
    [InlineData("2027-01-03", "2026-W53")]
    [InlineData("2024-12-30", "2025-W01")]
    public void A_week_belongs_to_the_year_of_its_thursday(string day, string week) =>
        Period.WeekName(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(week);

    [Fact]
    public void Every_day_lies_in_exactly_one_period_of_each_length() => Gen.Select(Days, Gen.Enum<Interval>()).Sample((day, interval) =>
    {
        var start = Period.Start(day, interval);
        day.ShouldBeInRange(start, Period.End(start, interval).AddDays(-1));
        Period.Start(start, interval).ShouldBe(start);
        Period.Start(Period.End(start, interval), interval).ShouldBe(Period.End(start, interval));
    });

    [Fact]
    public void A_week_begins_on_a_monday() => Days.Sample(day => Period.Start(day, Interval.Week).DayOfWeek.ShouldBe(DayOfWeek.Monday));
}
