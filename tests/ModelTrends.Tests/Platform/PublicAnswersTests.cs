using System.Net;

namespace ModelTrends.Tests.Platform;

public sealed class PublicAnswersTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TestSite.StartAsync(database);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/share")]
    [InlineData("/subscriptions")]
    [InlineData("/report?subject=lab&id=alibaba")]
    public async Task A_page_gives_no_cookie_and_no_token_and_may_be_gone_back_to(string path)
    {
        var answer = await _site.Client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        answer.Headers.CacheControl!.NoStore.ShouldBeFalse();
        answer.Headers.Vary.ToString().ShouldContain("Accept-Language");
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("__RequestVerificationToken");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v1/sources")]
    [InlineData("/api/v1/share.csv")]
    [InlineData("/openapi/v1.json")]
    public async Task HEAD_tells_what_GET_would_without_the_body(string path)
    {
        var whole = await _site.Client.GetAsync(path);
        var head = await _site.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentType.ShouldBe(whole.Content.Headers.ContentType);
        head.Headers.ETag.ShouldBe(whole.Headers.ETag);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/v1/sources")]
    [InlineData("/api/v1/labs.csv")]
    [InlineData("/openapi/v1.json")]
    public async Task An_answer_that_the_reader_has_is_not_sent_again(string path)
    {
        var first = await _site.Client.GetAsync(path);
        first.Headers.CacheControl!.MaxAge.ShouldNotBeNull();
        var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var second = await _site.Client.SendAsync(again);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }
}
