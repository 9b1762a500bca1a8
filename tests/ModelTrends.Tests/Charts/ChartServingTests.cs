using System.Buffers.Binary;
using System.Net;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Charts;

/// <summary>What happens when too much is asked for, or drawing fails.</summary>
public sealed class ChartServingTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task Past_the_queue_the_answer_is_503_with_the_time_to_come_back_and_those_before_get_their_pictures()
    {
        await using var site = await TestSite.StartAsync(sample.Database, builder => (builder.Configuration["Charts:Engines"], builder.Configuration["Charts:LongestQueue"]) = ("1", "2"));
        using var warm = await site.Client.GetAsync("/charts/share.png?population=all");
        warm.StatusCode.ShouldBe(HttpStatusCode.OK);

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => site.Client.GetAsync($"/charts/share.png?population=all&width={1900 + i}&height=1600")));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBeGreaterThan(0);
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ToArray();
        refused.Length.ShouldBeGreaterThan(0);
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(5) && answer.Content.Headers.ContentType!.MediaType == "application/problem+json");
        using var again = await site.Client.GetAsync("/charts/share.png?population=all&width=1901&height=1601");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_chart_that_cannot_be_drawn_is_a_fault_of_ours_and_never_a_picture()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        site.Services.GetRequiredService<ModelTrends.Charts.Drawing.ChartPress>().Dispose();
        foreach (var file in new[] { "share.png", "share.svg", "share.zip" })
        {
            using var answer = await site.Client.GetAsync($"/charts/{file}?population=all");
            answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError, file);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("   at ModelTrends");
        }

        using var numbers = await site.Client.GetAsync("/charts/share.csv?population=all");
        numbers.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("article", 1200, 675)]
    [InlineData("square", 1080, 1080)]
    [InlineData("story", 1080, 1920)]
    [InlineData("og", 1200, 630)]
    [InlineData("twitter", 1200, 675)]
    [InlineData("thumbnail", 320, 180)]
    public async Task A_preset_has_the_pixels_its_place_asks_for(string preset, int width, int height)
    {
        var site = sample.Site;
        var png = await site.Client.GetByteArrayAsync($"/charts/share.png?population=all&preset={preset}");
        (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))).ShouldBe((width, height));
    }

    [Fact]
    public async Task A_scale_of_pixels_and_a_scale_of_the_axis_stand_beside_each_other_and_HEAD_is_answered()
    {
        var site = sample.Site;
        var png = await site.Client.GetByteArrayAsync("/charts/labs.png?population=all&scale=log,3&width=400&height=300");
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(1200);
        using var request = new HttpRequestMessage(HttpMethod.Head, "/charts/share.png?preset=og");
        using var head = await site.Client.SendAsync(request);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        head.Headers.ETag.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_social_picture_follows_the_state_of_the_address_and_exists()
    {
        var site = sample.Site;
        foreach (var path in new[] { "/charts/share?population=all&by=country&view=line&lang=hi", "/charts/leaderboard?top=5&theme=dark", "/share?population=all&measure=likes" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/html");
            using var page = await site.Client.SendAsync(request);
            var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
            var picture = html.Split("og:image\" content=\"")[1].Split('"')[0];
            foreach (var part in path.Split('?')[1].Split('&').Where(part => part is not ("top=10"))) picture.ShouldContain(part);
            picture.ShouldStartWith(site.Address.ToString());
            var png = await site.Client.GetByteArrayAsync(new Uri(picture));
            BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(1200);
        }
    }
}
