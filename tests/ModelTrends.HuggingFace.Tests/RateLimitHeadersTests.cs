using System.Net;
using CsCheck;

namespace ModelTrends.HuggingFace.Tests;

public sealed class RateLimitHeadersTests
{
    private sealed record Policy(string Name, int Remaining, int Resets, int Limit, int Window);

    private static readonly Gen<Policy> AnyPolicy =
        from name in Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz ,;=-_"], 1, 12]
        from remaining in Gen.Int[0, 100_000]
        from resets in Gen.Int[0, 100_000]
        from limit in Gen.Int[1, 100_000]
        from window in Gen.Int[1, 100_000]
        select new Policy("p" + name, remaining, resets, limit, window);

    [Fact]
    public void Policies_are_read_however_many_there_are_in_any_order_and_with_blanks() =>
        Gen.Select(
                AnyPolicy
                    .Array[1, 5]
                    .Where(all =>
                        all.Select(policy => policy.Name).Distinct(StringComparer.Ordinal).Count() == all.Length
                    ),
                Gen.Int[0, 1_000_000]
            )
            .Sample(
                (policies, seed) =>
                {
                    var random = new Random(seed);
                    string Blank() => random.Next(3) == 0 ? new string(' ', random.Next(1, 3)) : "";
                    string Write(string name, params string[] parameters)
                    {
                        random.Shuffle(parameters);
                        return $"\"{name}\""
                            + string.Concat(parameters.Select(parameter => $"{Blank()};{Blank()}{parameter}"));
                    }

                    var told = policies.Select(p => Write(p.Name, $"r={p.Remaining}", $"t={p.Resets}")).ToArray();
                    var rules = policies
                        .Select(p => Write(p.Name, $"q={p.Limit}", $"w={p.Window}", "qu=\"requests\""))
                        .ToArray();
                    random.Shuffle(rules);

                    var read = Read(
                        string.Join(Blank() + "," + Blank(), told),
                        string.Join(Blank() + "," + Blank(), rules)
                    );

                    read.ShouldBe(
                        policies.Select(p => new PolicyQuota(
                            p.Name,
                            new Quota(
                                p.Remaining,
                                TimeSpan.FromSeconds(p.Resets),
                                p.Limit,
                                TimeSpan.FromSeconds(p.Window)
                            )
                        ))
                    );
                }
            );

    [Fact]
    public void Whatever_stands_in_the_headers_is_read_without_a_fault() =>
        Gen.Select(
                Gen.String[Gen.Char[" \"\\;,=.-rtqw0123456789u:"], 0, 60],
                Gen.String[Gen.Char[" \"\\;,=.-rtqw0123456789u:"], 0, 60]
            )
            .Sample(
                (limit, policy) =>
                    Read(limit, policy)
                        .ShouldAllBe(one => one.Quota.Remaining >= 0 && one.Quota.ResetsIn >= TimeSpan.Zero)
            );

    [Theory]
    [InlineData("\"api\";r=7;t=4.2", "\"api\";q=60;w=5", 7, 5, 60, 5)]
    [InlineData("\"api\"; t=4; r=7", "\"fixed window\"; \"api\"; w=5; q=60", 7, 4, 60, 5)]
    [InlineData("api;r=7;t=4", "other;q=60;w=5", 7, 4, 60, 5)]
    [InlineData("\"burst\";r=1;t=2, \"day\";r=900;t=80000", "\"day\";q=1000;w=86400, \"burst\";q=60;w=5", 1, 2, 60, 5)]
    [InlineData(
        "\"bytes\";r=0;t=9, \"api\";r=7;t=4",
        "\"bytes\";q=5;w=9;qu=\"content-bytes\",\"api\";q=60;w=5",
        7,
        4,
        60,
        5
    )]
    [InlineData("\"api\";r=7", "\"api\";q=60;w=5", 7, 5, 60, 5)]
    [InlineData("\"api\";r=99999999999;t=4", "\"api\";q=60;w=5", int.MaxValue, 4, 60, 5)]
    public void What_leaves_the_least_is_what_counts(
        string limit,
        string policy,
        int remaining,
        int resets,
        int quota,
        int window
    ) =>
        RateLimitHeaders
            .Tightest(Read(limit, policy).Select(one => one.Quota))
            .ShouldBe(new Quota(remaining, TimeSpan.FromSeconds(resets), quota, TimeSpan.FromSeconds(window)));

    [Theory]
    [InlineData("")]
    [InlineData("\"api\";r=-1;t=4")]
    [InlineData("\"api\";t=4")]
    [InlineData("\"api\";r=7")]
    [InlineData("nonsense")]
    public void What_says_nothing_is_nothing(string limit) => Read(limit, null).ShouldBeEmpty();

    private static IReadOnlyList<PolicyQuota> Read(string limit, string? policy)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.Headers.TryAddWithoutValidation("RateLimit", limit);
        if (policy is not null)
            response.Headers.TryAddWithoutValidation("RateLimit-Policy", policy);
        return RateLimitHeaders.ReadAll(response.Headers);
    }
}
