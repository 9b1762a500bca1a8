using ModelTrends.Charts;
using ModelTrends.Charts.Figures;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Tests.Charts;

public sealed class ChartTextsTests
{
    [Theory]
    [InlineData("Qwen3 自 Llama 4 之后高于 DeepSeek-R1", "Qwen3 自 Llama 4 之后高于 DeepSeek-R1")]
    [InlineData("Qwen3自Llama 4之后于2026年5月4日高于DeepSeek-R1与Z.ai", "Qwen3 自 Llama 4 之后于2026年5月4日高于 DeepSeek-R1 与 Z.ai")]
    [InlineData("在2026年与美国机构", "在2026年与美国机构")]
    public void Chinese_keeps_a_space_between_names_and_its_own_signs(string text, string expected)
    {
        HanSpacing.Of(text, Language.Chinese).ShouldBe(expected);
        HanSpacing.Of(text, Language.English).ShouldBe(text);
    }

    [Theory]
    [InlineData("#D55E00")]
    [InlineData("#0072B2")]
    [InlineData("#009E73")]
    [InlineData("#6B7785")]
    [InlineData("#828C97")]
    [InlineData("#FF8A4C")]
    public void Words_on_a_cell_can_be_read(string colour) => Theme.Contrast(Theme.On(colour), colour).ShouldBeGreaterThan(4.5);

    [Fact]
    public void Every_choice_a_control_offers_is_in_words_in_every_language()
    {
        var choices = new (string Parameter, IEnumerable<string> Values)[]
        {
            ("population", Names.All<Population>()), ("lens", Names.All<Lens>()), ("measure", Names.All<Measure>()), ("measure", Names.All<BoardMeasure>()), ("interval", Names.All<Interval>()),
            ("by", Names.All<Dimension>()), ("view", Names.All<ChartView>()), ("scale", Names.All<ChartScale>()), ("theme", Names.All<ThemeName>()), ("relation", Names.All<Relation>()), ("relative", ["true", "false"]),
        };
        foreach (var texts in Language.All.Select(ChartTexts.Of))
        {
            foreach (var (parameter, values) in choices)
            {
                texts.Control(parameter).ShouldNotBeNullOrWhiteSpace();
                foreach (var value in values)
                    texts.Option(parameter, value).Equals(value, StringComparison.Ordinal).ShouldBeFalse($"{parameter}={value} in {texts.Language.Code}");
            }
        }
    }
}
