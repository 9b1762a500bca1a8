using CsCheck;
using ModelTrends.Charts.Drawing;
using ModelTrends.Charts.Figures;

namespace ModelTrends.Tests.Charts.Figures;

public sealed class LabelSpreadTests
{
    [Fact]
    public void Labels_never_overlap_nor_leave_the_room_and_keep_their_order() =>
        Gen.Double[-50, 450].Array[1, 12].Sample(wanted =>
        {
            var places = LabelSpread.Apart(wanted, 15, 0, 400);
            var sorted = places.Order().ToArray();
            sorted[0].ShouldBeGreaterThanOrEqualTo(-0.001);
            sorted[^1].ShouldBeLessThanOrEqualTo(400.001);
            for (var i = 1; i < sorted.Length; i++)
                (sorted[i] - sorted[i - 1]).ShouldBeGreaterThanOrEqualTo(14.999);
        });

    [Fact]
    public void A_label_alone_stays_where_it_is() => LabelSpread.Apart([120], 15, 0, 400).ShouldBe([120]);

    [Theory]
    [InlineData("Share of downloads of language models on Hugging Face, by country of the lab")]
    [InlineData("हगिंग फ़ेस पर भाषा मॉडलों के डाउनलोड में हिस्सेदारी, मूल मॉडल बनाने वाली लैब के देश के अनुसार")]
    [InlineData("Hugging Face 上语言模型的下载份额，按模型谱系源头实验室所在国家或地区划分")]
    public void Wrapped_lines_fit_and_lose_nothing(string text)
    {
        var measure = new TextMeasure();
        var lines = measure.Wrap(text, 160, 14);
        lines.Count.ShouldBeGreaterThan(1);
        foreach (var line in lines) measure.Width(line, 14).ShouldBeLessThanOrEqualTo(160);
        string.Concat(lines).Replace(" ", "", StringComparison.Ordinal).ShouldBe(text.Replace(" ", "", StringComparison.Ordinal));
    }
}
