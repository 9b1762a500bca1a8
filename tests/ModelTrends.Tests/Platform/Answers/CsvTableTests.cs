using System.Text;
using ModelTrends.Platform.Answers;

namespace ModelTrends.Tests.Platform.Answers;

public sealed class CsvTableTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-evil", "'-evil")]
    [InlineData("\tTab", "'\tTab")]
    [InlineData("-12.5", "-12.5")]
    public void A_text_cell_is_quoted_and_never_a_formula(string text, string cell) => Line(text).ShouldBe(cell);

    [Fact]
    public void Numbers_days_and_missing_values_are_plain() =>
        Line(-3, 0.250000m, new DateOnly(2026, 11, 23), null, new[] { "stall", "low" }).ShouldBe("-3,0.25,2026-11-23,,stall;low");

    private static string Line(params object?[] cells) =>
        Encoding.UTF8.GetString(new CsvTable(["head"], [cells]).ToBytes()).Replace("head\r\n", "", StringComparison.Ordinal)[..^2];
}
