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
