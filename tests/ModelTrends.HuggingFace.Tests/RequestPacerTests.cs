using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ModelTrends.HuggingFace.Tests;

/// <summary>The pacer against servers that count strictly, on a clock that the test moves.</summary>
public sealed class RequestPacerTests
{
    /// <summary>
    /// Counts requests in windows that follow each other, or that begin with the first request after the last has
    /// ended.
    /// </summary>
    private sealed class Counter(string name, int quota, TimeSpan window, bool isOnGrid, bool roundsUp)
    {
        private DateTimeOffset _start = DateTimeOffset.MinValue;
        private int _used;

        public int Over { get; private set; }

        public PolicyQuota Take(DateTimeOffset now)
        {
            if (now - _start >= window)
                (_start, _used) = (
                    isOnGrid ? new DateTimeOffset(now.Ticks / window.Ticks * window.Ticks, TimeSpan.Zero) : now,
                    0
                );
            if (++_used > quota)
                Over++;
            var left = (window - (now - _start)).TotalSeconds;
            return new PolicyQuota(
                name,
                new Quota(
                    Math.Max(0, quota - _used),
                    TimeSpan.FromSeconds(roundsUp ? Math.Ceiling(left) : Math.Floor(left)),
                    quota,
                    window
                )
            );
        }
    }

    private sealed record Case((int Quota, int Window, bool IsOnGrid)[] Policies, bool RoundsUp, int Callers, int Seed);

    private static readonly Gen<Case> AnyCase =
        from policies in Gen.Select(Gen.Int[4, 200], Gen.Int[3, 60], Gen.Bool).Array[1, 3]
        from roundsUp in Gen.Bool
        from callers in Gen.Int[1, 4]
        from seed in Gen.Int
        select new Case(policies, roundsUp, callers, seed);

    [Fact]
    public void No_request_goes_over_any_of_the_quotas_whatever_their_windows_and_however_seconds_are_rounded() =>
        AnyCase.Sample(
            it =>
            {
                var counters = it
                    .Policies.Select(
                        (policy, i) =>
                            new Counter(
                                $"p{i}",
                                policy.Quota,
                                TimeSpan.FromSeconds(policy.Window),
                                policy.IsOnGrid,
                                it.RoundsUp
                            )
                    )
                    .ToArray();

                Run(counters, it.Callers, new Random(it.Seed), requests: 300);

                counters
                    .Sum(counter => counter.Over)
                    .ShouldBe(
                        0,
                        $"{string.Join(", ", it.Policies)}, rounded {(it.RoundsUp ? "up" : "down")}, {it.Callers} callers"
                    );
            },
            iter: 400
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_window_of_five_seconds_is_kept_and_used(bool roundsUp)
    {
        var counter = new Counter("api", 60, TimeSpan.FromSeconds(5), isOnGrid: true, roundsUp);

        var took = Run([counter], callers: 1, new Random(15), requests: 6000, slowest: 40);

        counter.Over.ShouldBe(0);
        // 60 in 5 s less the reserve of 6 are 54; a window's end is known to a second.
        (6000 / took.TotalSeconds).ShouldBeGreaterThan(54 / 7.0);
    }

    [Fact]
    public void A_policy_that_is_not_spoken_of_any_more_ends_with_its_window()
    {
        var clock = new FakeTimeProvider();
        var pacer = new RequestPacer(Options.Create(new HubOptions()), clock);
        pacer.Observe([
            new PolicyQuota("burst", new Quota(0, TimeSpan.FromSeconds(9), 10, TimeSpan.FromSeconds(10))),
            Plenty(),
        ]);
        pacer.TryTake().ShouldNotBeNull();
        pacer.Observe([Plenty()]);
        pacer.TryTake().ShouldNotBeNull();
        clock.Advance(TimeSpan.FromSeconds(11));

        for (var i = 0; i < 50; i++)
            pacer.TryTake().ShouldBeNull();

        static PolicyQuota Plenty() =>
            new("api", new Quota(5000, TimeSpan.FromSeconds(300), 5000, TimeSpan.FromSeconds(300)));
    }

    /// <summary>Callers that ask one after the other each, side by side, over lines of changing length.</summary>
    private static TimeSpan Run(Counter[] counters, int callers, Random random, int requests, int slowest = 400)
    {
        var clock = new FakeTimeProvider(
            new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(random.Next(60_000))
        );
        var started = clock.GetUtcNow();
        var pacer = new RequestPacer(Options.Create(new HubOptions()), clock);
        var steps = new PriorityQueue<Action, (DateTimeOffset, int)>();
        var (order, sent) = (0, 0);
        void At(DateTimeOffset moment, Action step) => steps.Enqueue(step, (moment, order++));
        DateTimeOffset Later(int atMost) => clock.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(1, atMost));

        void Ask(bool alone)
        {
            if (sent >= requests)
                return;
            if (pacer.TryTake() is { } wait)
            {
                At(clock.GetUtcNow() + wait, () => Ask(alone));
                return;
            }

            sent++;
            At(
                Later(slowest),
                () =>
                {
                    var said = counters.Select(counter => counter.Take(clock.GetUtcNow())).ToArray();
                    At(
                        Later(slowest),
                        () =>
                        {
                            pacer.Observe(said);
                            pacer.End();
                            // Before the first answer nothing is known; the others begin after it.
                            for (var i = 1; alone && i < callers; i++)
                                At(Later(slowest), () => Ask(false));
                            At(Later(slowest), () => Ask(false));
                        }
                    );
                }
            );
        }

        Ask(alone: true);
        while (steps.TryDequeue(out var step, out var moment))
        {
            if (moment.Item1 > clock.GetUtcNow())
                clock.SetUtcNow(moment.Item1);
            step();
        }

        return clock.GetUtcNow() - started;
    }
}
