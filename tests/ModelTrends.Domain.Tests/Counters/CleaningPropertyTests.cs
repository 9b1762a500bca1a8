using CsCheck;
using ModelTrends.Domain.Counters;

namespace ModelTrends.Domain.Tests.Counters;

public sealed class CleaningPropertyTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    /// <summary>Mostly rising counters with gaps, and now and then a fall.</summary>
    private static readonly Gen<Reading[]> Counters =
        Gen.Select(Gen.Int[1, 5], Gen.Frequency((8, Gen.Int[0, 1000]), (1, Gen.Int[-600, -1]))).Array[0, 60].Select(steps =>
        {
            var (day, value) = (First, 10_000L);
            var readings = new List<Reading> { new(day, value) };
            foreach (var (gap, change) in steps)
            {
                day = day.AddDays(gap);
                value = Math.Max(0, value + change);
                readings.Add(new Reading(day, value));
            }

            return readings.ToArray();
        });

    private static readonly Gen<HashSet<DateOnly>> Stalls = Gen.Int[1, 200].HashSet[0, 10].Select(days => days.Select(day => First.AddDays(day)).ToHashSet());

    [Fact]
    public void Without_corrections_the_flows_sum_to_the_counter_s_rise() => Gen.Select(Counters, Stalls).Sample((readings, stalls) =>
    {
        var clean = CounterCleaner.Clean(readings, stalls);
        var end = clean.OpenSince is { } open ? readings.Last(r => r.Day == open) : readings.Last(r => !stalls.Contains(r.Day));

        clean.Flows.Sum(flow => (decimal)flow.Millionths).ShouldBe(1_000_000m * (end.Value - readings[0].Value - clean.Corrections.Sum(c => c.Change)));
    });

    [Fact]
    public void No_flow_is_negative_and_no_day_stands_twice() => Gen.Select(Counters, Stalls).Sample((readings, stalls) =>
    {
        var flows = CounterCleaner.Clean(readings, stalls).Flows;
        flows.ShouldAllBe(flow => flow.Millionths >= 0);
        flows.Select(flow => flow.Day).ShouldBe(flows.Select(flow => flow.Day).Distinct().Order());
    });

    [Fact]
    public void A_clean_series_is_not_changed() => Gen.Int[0, 5000].Array[1, 100].Sample(rises =>
    {
        var value = 0L;
        var readings = rises.Select((rise, i) => new Reading(First.AddDays(i), value += rise)).ToArray();
        CounterCleaner.Clean(readings, new HashSet<DateOnly>()).Flows.ShouldBe(rises.Skip(1).Select((rise, i) => new DayFlow(First.AddDays(i + 1), rise * 1_000_000L, FlowFlags.None)));
    });

    /// <summary>A later observation settles open days and the ninth day before a fall becomes a step; it never touches a settled one.</summary>
    [Fact]
    public void A_later_observation_changes_no_settled_day() => Counters.Sample(readings =>
    {
        var stalls = new HashSet<DateOnly>();
        for (var length = 1; length < readings.Length; length++)
        {
            var before = CounterCleaner.Clean(readings[..length], stalls);
            var after = CounterCleaner.Clean(readings[..(length + 1)], stalls);
            after.Flows.Take(before.Flows.Count).ShouldBe(before.Flows);
            after.Flows.Skip(before.Flows.Count).ShouldAllBe(flow => flow.Day > (before.OpenSince ?? readings[length - 1].Day));
        }
    }, iter: 50);

    /// <summary>What the incremental run rests on: after nine readings without a fall, what was before does not matter.</summary>
    [Fact]
    public void Cleaning_can_begin_after_nine_readings_without_a_fall() => Counters.Sample(readings =>
    {
        var all = CounterCleaner.Clean(readings, new HashSet<DateOnly>());
        var rising = 0;
        for (var i = 1; i < readings.Length; i++)
        {
            rising = readings[i].Value >= readings[i - 1].Value ? rising + 1 : 0;
            if (rising <= CounterCleaner.RecoveryReadings) continue;
            CounterCleaner.Clean(readings[i..], new HashSet<DateOnly>()).Flows.ShouldBe(all.Flows.Where(flow => flow.Day > readings[i].Day));
        }
    });
}
