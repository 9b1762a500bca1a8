using ModelTrends.Charts.Drawing;

namespace ModelTrends.Tests.Charts.Drawing;

public sealed class LineBreaksTests
{
    [Theory]
    [InlineData("Chinese labs' models had 84.2 % of new downloads in the week from 16 Nov 2026, that is 171 M in all", "84.2 %", "16 Nov 2026", "171 M")]
    [InlineData("International has < 0.1 % of all downloads that were counted", "< 0.1 %")]
    [InlineData("30 दिनों में 29.4 करोड़ डाउनलोड, हिस्सेदारी 58.0 % रही और फिर 3.4 अरब", "29.4 करोड़", "58.0 %", "3.4 अरब")]
    [InlineData("2026年11月16日起的一周，中国实验室的模型占语言模型新增下载量的 84.2%，共 1.7 亿次", "2026年11月16日", "84.2%", "1.7 亿")]
    public void A_number_keeps_its_unit_and_a_day_its_month_at_any_width(string text, params string[] whole)
    {
        var measure = new TextMeasure();
        for (var width = 125; width < 400; width += 7)
        {
            var lines = measure.Balance(text, width, 14);
            foreach (var part in whole) lines.ShouldContain(line => line.Contains(part, StringComparison.Ordinal), $"{part} at {width}: {string.Join(" | ", lines)}");
            string.Concat(lines).Replace(" ", "", StringComparison.Ordinal).ShouldBe(text.Replace(" ", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Balanced_lines_are_as_few_as_filled_ones_and_no_word_stands_alone()
    {
        var measure = new TextMeasure();
        const string Text = "Share of new downloads of language models on Hugging Face, by region of the lab at the root of each model's lineage, weekly";
        for (var width = 200; width < 700; width += 50)
        {
            var lines = measure.Balance(Text, width, 14);
            lines.Count.ShouldBe(measure.Wrap(Text, width, 14).Count);
            if (lines.Count > 1) measure.Width(lines[^1], 14).ShouldBeGreaterThan(width * 0.3);
        }
    }

    [Fact]
    public void An_address_breaks_and_the_name_of_a_model_does_not()
    {
        LineBreaks.Pieces("modeltrends/charts/families?measure=downloads&keys=qwen,llama,deepseek&interval=week").Count().ShouldBeGreaterThan(2);
        LineBreaks.Pieces("sentence-transformers/all-MiniLM-L6-v2").ShouldBe(["sentence-transformers/all-MiniLM-L6-v2"]);
    }
}
