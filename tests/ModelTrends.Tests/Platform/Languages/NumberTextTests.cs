using ModelTrends.Platform.Languages;

namespace ModelTrends.Tests.Platform.Languages;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(1_234_567, "1.2 M", "12.3 लाख", "123 万")]
    [InlineData(1_200_000, "1.2 M", "12 लाख", "120 万")]
    [InlineData(3_400_446_695, "3.4 B", "3.4 अरब", "34 亿")]
    [InlineData(45_600_000, "45.6 M", "4.6 करोड़", "4,560 万")]
    [InlineData(253_000_000, "253 M", "25.3 करोड़", "2.5 亿")]
    [InlineData(9_876, "9,876", "9,876", "9,876")]
    [InlineData(0, "0", "0", "0")]
    public void Large_numbers_are_told_in_the_words_of_the_language(long value, string english, string hindi, string chinese)
    {
        NumberText.Compact(value, Language.English).ShouldBe(english);
        NumberText.Compact(value, Language.Hindi).ShouldBe(hindi);
        NumberText.Compact(value, Language.Chinese).ShouldBe(chinese);
    }

    [Fact]
    public void Hindi_groups_digits_by_two_after_the_first_three()
    {
        NumberText.Exact(1_234_567m, Language.Hindi).ShouldBe("12,34,567");
        NumberText.Exact(1_234_567m, Language.English).ShouldBe("1,234,567");
        NumberText.Exact(127_560_864.5m, Language.English).ShouldBe("127,560,864.5");
        NumberText.Exact(-1_000m, Language.English).ShouldBe("−1,000");
    }

    [Fact]
    public void Shares_have_one_decimal_and_differences_are_points()
    {
        NumberText.Percent(0.41249m, Language.English).ShouldBe("41.2 %");
        NumberText.Percent(0.41249m, Language.Chinese).ShouldBe("41.2%");
        NumberText.Percent(null, Language.English).ShouldBe("–");
        NumberText.Points(0.021m, Language.English).ShouldBe("+2.1 points");
        NumberText.Points(-0.01m, Language.English).ShouldBe("−1.0 point");
        NumberText.Points(0.0001m, Language.Hindi).ShouldBe("±0.0 अंक");
        NumberText.Points(0.021m, Language.Chinese).ShouldBe("+2.1 个百分点");
    }

    [Fact]
    public void Dates_follow_the_language()
    {
        var day = new DateOnly(2026, 11, 22);
        DateText.Day(day, Language.English).ShouldBe("22 Nov 2026");
        DateText.Day(day, Language.Hindi).ShouldBe("22 नव॰ 2026");
        DateText.Day(day, Language.Chinese).ShouldBe("2026年11月22日");
    }
}
