using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelTrends.HubSimulator;

namespace ModelTrends.HuggingFace.Tests;

public sealed class QuotaTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task A_small_quota_is_never_run_into()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 1500, Quota = 50, Window = TimeSpan.FromSeconds(60) }, ("Hub:PageSize", "10"));

        var (models, _, requests) = await hub.WalkAsync();

        hub.ShouldBeTheTruth(models);
        // A 429 would have been asked again, and that is a request more than pages.
        requests.ShouldBe((models.Count + 9) / 10);
        hub.Server.Refused.ShouldBe(0);
    }

    [Fact]
    public async Task Others_who_use_up_the_shared_quota_cost_a_wait_and_no_model()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 500, Quota = 40, Window = TimeSpan.FromSeconds(60) }, ("Hub:PageSize", "10"));
        using var other = new HttpClient { BaseAddress = hub.Server.Address };
        var models = new List<HubModel>();

        await foreach (var page in hub.Client.WalkAsync())
        {
            models.AddRange(page.Models);
            if (models.Count == 100)
            {
                while ((await other.GetAsync("/api/models?limit=1")).StatusCode != HttpStatusCode.TooManyRequests)
                {
                }
            }
        }

        hub.ShouldBeTheTruth(models);
    }

    [Fact]
    public async Task Callers_with_a_token_have_a_quota_of_their_own()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 10, Quota = 2, TokenQuota = 5, Window = Window });
        using var client = new HttpClient { BaseAddress = hub.Server.Address };
        async Task<HttpStatusCode> AskAsync(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/models?limit=1");
            if (token is not null) request.Headers.Authorization = new("Bearer", token);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        var anonymous = new[] { await AskAsync(null), await AskAsync(null), await AskAsync(null) };
        var known = new[] { await AskAsync("hf_simulator"), await AskAsync("hf_simulator"), await AskAsync("hf_simulator") };

        anonymous.ShouldBe([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests]);
        known.ShouldAllBe(status => status == HttpStatusCode.OK);
    }

    [Fact]
    public void A_quarter_may_go_at_once_the_rest_is_spread_over_the_window_and_the_reserve_stays()
    {
        var clock = new FakeTimeProvider();
        var pacer = Pacer(clock);
        pacer.Observe(new Quota(500, Window, 500, Window));
        var sent = new List<int>();
        for (var second = 0; second < 300; second++)
        {
            sent.Add(0);
            while (pacer.TryTake() is null)
            {
                sent[^1]++;
                pacer.Observe(new Quota(500 - sent.Sum(), TimeSpan.FromSeconds(300 - second), 500, Window));
            }

            clock.Advance(TimeSpan.FromSeconds(1));
        }

        sent[0].ShouldBeInRange(120, 125);
        sent.Skip(1).Take(200).ShouldAllBe(count => count >= 1 && count <= 2);
        sent.Sum().ShouldBe(490);
    }

    [Fact]
    public void However_long_an_answer_says_to_wait_nobody_waits_longer_than_a_window()
    {
        var clock = new FakeTimeProvider();
        var pacer = Pacer(clock);
        pacer.Observe(new Quota(0, TimeSpan.FromSeconds(int.MaxValue), 500, Window));

        pacer.TryTake()!.Value.ShouldBe(Window, TimeSpan.FromSeconds(1));
        pacer.Holding.ShouldBe(Window, TimeSpan.FromSeconds(1));
        clock.Advance(Window + TimeSpan.FromSeconds(1));
        pacer.TryTake().ShouldBeNull();
    }

    [Fact]
    public void A_429_that_names_a_year_holds_others_no_longer_than_the_budget()
    {
        var clock = new FakeTimeProvider();
        var pacer = Pacer(clock);

        pacer.Pause(TimeSpan.FromDays(365));

        pacer.Holding.ShouldBe(new HubOptions().ThrottleBudget);
    }

    [Theory]
    [InlineData("0", null, 1)]
    [InlineData("7", null, 8)]
    [InlineData("7", "\"api\";r=0;t=120", 121)]
    [InlineData("7", "\"api\";r=12;t=120", 8)]
    public void A_429_waits_as_it_says_and_never_not_at_all(string retryAfter, string? limit, int seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        if (limit is not null) response.Headers.TryAddWithoutValidation("RateLimit", limit);

        var throttled = HubThrottledException.From(response.Headers, RateLimitHeaders.Read(response.Headers), new HubError("slow down", null), DateTimeOffset.UnixEpoch);

        throttled.Wait.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    private static RequestPacer Pacer(TimeProvider clock) => new(Options.Create(new HubOptions()), clock);
}
