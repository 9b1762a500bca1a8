using System.Net;
using ModelTrends.Charts.Drawing;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Charts;

/// <summary>Every kind of chart in every language and on every sheet, looked at by machine.</summary>
public sealed class PictureLayoutTests(ChartSeason season) : IClassFixture<ChartSeason>
{
    private static readonly (string Query, int Width, int Height)[] Sheets = [("width=720&height=405", 720, 405), ("width=432&height=432", 432, 432), ("width=405&height=720", 405, 720), ("width=480&height=252", 480, 252), ("width=380&height=520", 380, 520), ("preset=thumbnail", 320, 180), ("", 1200, 675)];
    private readonly TestSite _site = season.Site;

    [Theory]
    [InlineData("share?interval=week&measure=downloads")]
    [InlineData("share?by=country&view=line&population=all&relation=original,finetune&excludeCi=true")]
    [InlineData("share?by=country&view=bar")]
    [InlineData("share?by=country&view=table&interval=week")]
    [InlineData("concentration?view=table")]
    [InlineData("lineage?view=table")]
    [InlineData("families?interval=week&measure=downloads")]
    [InlineData("families?scale=log&keys=qwen,llama,deepseek")]
    [InlineData("labs?interval=month&measure=downloads")]
    [InlineData("race?align=release&by=family&measure=downloads")]
    [InlineData("race?align=release&by=model&keys=o1/a-model-with-quite-a-long-name-1,o2/a-model-with-quite-a-long-name-2,o3/a-model-with-quite-a-long-name-3,o4/a-model-with-quite-a-long-name-4&measure=downloadsAllTime")]
    [InlineData("leaderboard?")]
    [InlineData("leaderboard?measure=downloads&top=25&interval=day")]
    [InlineData("flows?")]
    [InlineData("derivatives?")]
    [InlineData("derivatives?view=area&interval=week&measure=downloads")]
    [InlineData("concentration?")]
    [InlineData("adoption?")]
    [InlineData("definitions?")]
    [InlineData("releases?interval=week&population=language")]
    [InlineData("releases?by=country&population=all")]
    [InlineData("lineage?")]
    [InlineData("race?by=family&keys=qwen,llama,deepseek&align=release&interval=week&measure=downloads")]
    [InlineData("lineage?keys=o30/a-model-with-quite-a-long-name-30")]
    public async Task No_text_leaves_the_sheet_no_two_overlap_and_every_sign_has_a_glyph(string chart)
    {
        var address = chart.Insert(chart.IndexOf('?', StringComparison.Ordinal), ".svg");
        foreach (var language in new[] { "en", "hi", "zh" })
        {
            foreach (var (sheet, width, height) in Sheets)
            {
                using var answer = await _site.Client.GetAsync($"/charts/{address}&lang={language}&{sheet}");
                var svg = await answer.Content.ReadAsStringAsync();
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, svg);
                var texts = PictureText.Of(svg);
                var where = $"{chart} {language} {width} x {height}";
                texts.Count.ShouldBeGreaterThan(4, where);
                texts.Where(text => text.Left < -0.5 || text.Top < -0.5 || text.Right > width + 0.5 || text.Bottom > height + 0.5).Select(text => $"{text.Text} leaves {where}").ShouldBeEmpty();
                texts.SelectMany((a, i) => texts.Skip(i + 1).Where(a.Overlaps).Select(b => $"'{a.Text}' and '{b.Text}' overlap in {where}")).ShouldBeEmpty();
                texts.SelectMany(text => text.Text.EnumerateRunes()).Distinct().Where(rune => !Fonts.Faces(Fonts.Regular).Any(face => face.Has(rune.Value))).ShouldBeEmpty(where);
            }
        }
    }

    [Theory]
    [InlineData("width=360&height=480")]
    [InlineData("preset=story")]
    [InlineData("preset=thumbnail")]
    public async Task A_narrow_matrix_tears_no_word_of_its_heads_and_says_once_that_its_numbers_are_percents(string sheet)
    {
        var texts = PictureText.Of(await _site.Client.GetStringAsync($"/charts/flows.svg?{sheet}")).Select(text => text.Text).ToArray();
        foreach (var name in new[] { "China", "United States", "Europe", "Individuals" })
            texts.Count(text => text == name).ShouldBe(2, $"{name} as row and as column of {string.Join('|', texts)}");
        texts.Count(text => text == "%").ShouldBe(1);
        texts.Where(text => text.EndsWith(" %", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_runner_alone_heads_its_race_with_its_own_number_and_nothing_is_said_twice()
    {
        var texts = PictureText.Of(await _site.Client.GetStringAsync("/charts/race.svg?align=release&by=model&keys=o1/a-model-with-quite-a-long-name-1")).Select(text => text.Text).ToArray();
        texts.Distinct(StringComparer.Ordinal).Count().ShouldBe(texts.Length, string.Join('|', texts));
        string.Join(' ', texts).ShouldMatch("a-model-with-quite-a-long-name-1 had [^ ]+ k [0-9]+ days after release");
    }

    [Fact]
    public async Task The_caption_says_finding_definition_source_last_day_and_address()
    {
        var all = string.Join(' ', PictureText.Of(await _site.Client.GetStringAsync("/charts/share.svg?interval=week&measure=downloads&excludeCi=true")).Select(text => text.Text));
        all.ShouldContain("Chinese labs' models had");
        all.ShouldContain("Share of new downloads of language models on Hugging Face, by region of the lab at the root of each model's lineage, weekly; dashed: not finished yet");
        all.ShouldContain("Source: Hugging Face Hub, own daily polls · Definition: language models, counted for the origin, without test repositories · unknown ");
        all.ShouldContain("data through 18 Nov 2026");
        all.ShouldContain("modeltrends.example/charts/share?");
        all.ShouldContain("downloads are requests, not users");
    }
}
