using System.Diagnostics;
using System.Globalization;
using ModelTrends.Domain.Trends;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends;

namespace ModelTrends.Tests.Trends;

public sealed class SimulatedYearTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_year_of_injured_counters_gives_the_true_shares_and_totals()
    {
        await using var site = await TestSite.StartAsync(database);
        var started = Stopwatch.GetTimestamp();
        var year = new SimulatedYear();
        var source = await year.WriteAsync(database);
        Print($"20,000 models, {SimulatedYear.Days} days written after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        await Seed.DeriveAsync(site, source, SimulatedYear.First, SimulatedYear.First.AddDays(SimulatedYear.Days - 1));
        Print($"derived after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");

        var shares = site.Services.GetRequiredService<ShareQuery>();
        var weeks = await shares.HandleAsync(new ShareQuery.Query(new Selection { Population = Population.All, Interval = Interval.Week }, Dimension.Country, Measure.Downloads));
        var months = await shares.HandleAsync(new ShareQuery.Query(new Selection { Population = Population.All, Interval = Interval.Month }, Dimension.Country, Measure.Downloads));

        var (ours, naive) = (0m, 0m);
        foreach (var total in weeks.Totals.Where(total => !total.Flags.Contains("incomplete", StringComparer.Ordinal)))
        {
            foreach (var series in weeks.Series)
            {
                var share = series.Points.Single(point => point.Day == total.Day).Share!.Value;
                ours = Math.Max(ours, Math.Abs(share - Share(year.Truth, total.Day, series.Key)));
                if (SimulatedYear.IsInjured(total.Day))
                    naive = Math.Max(naive, Math.Abs(Share(year.Naive, total.Day, series.Key) - Share(year.Truth, total.Day, series.Key)));
            }
        }

        var monthly = months.Totals.Where(total => !total.Flags.Contains("incomplete", StringComparer.Ordinal))
            .Max(total => Math.Abs((total.Value / Sum(year.Truth, total.Day.AddDays(1), total.Day.AddMonths(1).AddDays(1))) - 1));
        Print($"largest error of a weekly country share: {ours * 100:0.00} points, naive differencing {naive * 100:0.00} points; of a monthly total: {monthly * 100:0.00} %");
        weeks.Totals.Count.ShouldBeGreaterThan(50);
        ours.ShouldBeLessThan(0.005m);
        naive.ShouldBeGreaterThan(0.05m);
        monthly.ShouldBeLessThan(0.01m);
    }

    private void Print(FormattableString line)
    {
        output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        TestContext.Current.SendDiagnosticMessage(line.ToString(CultureInfo.InvariantCulture));
    }

    private static decimal Share(IReadOnlyDictionary<(DateOnly Day, string Country), decimal> flows, DateOnly monday, string country) =>
        Enumerable.Range(0, 7).Sum(day => flows.GetValueOrDefault((monday.AddDays(day), country))) / Sum(flows, monday, monday.AddDays(7));

    private static decimal Sum(IReadOnlyDictionary<(DateOnly Day, string Country), decimal> flows, DateOnly from, DateOnly before) =>
        flows.Where(flow => flow.Key.Day >= from && flow.Key.Day < before).Sum(flow => flow.Value);
}
