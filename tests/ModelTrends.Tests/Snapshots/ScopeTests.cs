using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.HubSimulator;
using ModelTrends.Snapshots;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

public sealed class ScopeTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 11, 12);

    [Fact]
    public async Task The_trending_list_is_stored_with_its_ranks()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 2000, Day = Day }, ("Hub:TrendingTop", "150"), ("Hub:PageSize", "100"));

        var report = await hub.PollAsync(PollScope.Trending);

        (report.Set!.Models, report.Set.Pages).ShouldBe((150, 2));
        var rows = await hub.AskAsync(db => db.Set<Observation>().Where(row => row.SetId == report.Set.Id).OrderBy(row => row.TrendingRank).ToListAsync());
        rows.Select(row => row.TrendingRank).ShouldBe(Enumerable.Range(1, 150).Select(rank => (int?)rank));
        rows.Select(row => row.TrendingScore!.Value).ShouldBeInOrder(SortDirection.Descending);
        (await hub.PollAsync(PollScope.Trending)).End.ShouldBe(PollEnd.AlreadyDone);
    }

    [Fact]
    public async Task A_trending_poll_that_broke_off_starts_its_list_again()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 2000, Day = Day }, ("Hub:TrendingTop", "150"), ("Hub:PageSize", "10"));
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(hub.PollAsync(
            PollScope.Trending, new Progress(p => { if (p.Pages >= 3) stop.Cancel(); }), stop.Token));

        var report = await hub.PollAsync(PollScope.Trending);

        (report.Set!.Models, (await hub.SetsAsync()).Count).ShouldBe((150, 1));
        (await hub.RowsAsync(report.Set.Id)).Count.ShouldBe(150);
    }

    [Fact]
    public async Task The_labs_poll_takes_the_namespaces_of_the_registry_and_goes_on_where_it_stopped()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 3000, Day = Day }, ("Hub:PageSize", "20"));
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(hub.PollAsync(
            PollScope.Labs, new Progress(p => { if (p.Models >= 100) stop.Cancel(); }), stop.Token));

        var report = await hub.PollAsync(PollScope.Labs);

        report.Resumed.ShouldBeTrue();
        var names = ScopePages.NamespacesOf(Registry.Load()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var truth = hub.Server.Hub.RowsOf(Day).Where(row => names.Contains(row.Name.Split('/')[0])).ToList();
        truth.Count.ShouldBeGreaterThan(200);
        (await hub.RowsAsync(report.Set!.Id)).OrderBy(row => row.HubId, StringComparer.Ordinal).ShouldBe(truth);
    }
}
