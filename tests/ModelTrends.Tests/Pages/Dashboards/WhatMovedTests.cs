using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelTrends.Platform.Languages;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Pages.Dashboards;

/// <summary>What moved a share: folded on the pages of shares and races, and a page of its own.</summary>
public sealed partial class WhatMovedTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Theory]
    [InlineData("/share?source=archive:trending-2026-spring&by=country&keys=CN,US", "from=2026-04-30&to=2026-05-04")]
    [InlineData("/race?source=archive:trending-2026-spring&keys=qwen,llama", "key=qwen&of=family")]
    [InlineData("/charts/share?source=archive:trending-2026-spring&lang=zh&theme=dark", "key=china&of=region")]
    public async Task A_page_over_time_folds_the_waterfall_between_its_first_and_last_day_and_its_picture_is_drawn(string path, string asked)
    {
        var html = WebUtility.HtmlDecode(await sample.Site.Client.GetStringAsync(path));

        var folded = Folded().Match(html).Value;
        folded.ShouldContain("<summary>");
        folded.ShouldNotContain("<details open");
        var pictures = Address().Matches(folded).Select(match => match.Groups[1].Value).ToArray();
        pictures.ShouldNotBeEmpty();
        pictures.ShouldAllBe(address => address.Contains(asked, StringComparison.Ordinal));
        foreach (var address in pictures)
        {
            using var picture = await sample.Site.Client.GetAsync(address);
            picture.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        }

        (await sample.Site.Client.GetStringAsync(Link().Match(folded).Groups[1].Value)).ShouldContain("id=\"definition\"");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("hi")]
    [InlineData("zh")]
    public async Task The_page_has_chart_table_and_definition_and_its_numbers_are_those_of_the_API(string code)
    {
        const string Question = "source=archive:trending-2026-spring&from=2026-04-30&to=2026-05-04&by=lab&key=US";
        var answer = (await sample.Site.Client.GetFromJsonAsync<JsonObject>($"/api/v1/why?{Question}"))!;
        var html = WebUtility.HtmlDecode(await sample.Site.Client.GetStringAsync($"/why?{Question}&lang={code}"));

        html.ShouldContain("id=\"definition\"");
        html.ShouldContain("chart-wide\"><svg");
        var language = Language.Find(code)!;
        foreach (var part in answer["parts"]!.AsArray())
            html.ShouldContain($"data-value=\"{AnswerNumber(part!["points"]!)}\">{NumberText.Points(part["points"]!.GetValue<decimal>(), language)}<");
        html.ShouldContain(NumberText.Percent(answer["shareTo"]!.GetValue<decimal>(), language));
        html.ShouldContain(NumberText.Points(answer["change"]!.GetValue<decimal>(), language));
    }

    [Theory]
    [InlineData("by=country", "by")]
    [InlineData("by=region", "by")]
    [InlineData("of=planet", "of")]
    [InlineData("key=Atlantis", "key")]
    [InlineData("measure=trendingSlots", "measure")]
    public async Task What_has_no_contributions_is_named(string query, string parameter)
    {
        using var answer = await sample.Site.Client.GetAsync($"/charts/why.svg?{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().ContainsKey(parameter).ShouldBeTrue();
        (await sample.Site.Client.GetAsync($"/why?{query}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string AnswerNumber(JsonNode number) => number.ToJsonString();

    [GeneratedRegex("<details id=\"what-moved\".*?</details>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folded();

    [GeneratedRegex("(?:src|srcset)=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex("<a href=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
