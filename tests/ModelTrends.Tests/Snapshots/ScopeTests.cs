using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
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
        var names = LabNamespaces.OfRegistry().All.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var truth = hub.Server.Hub.RowsOf(Day).Where(row => names.Contains(row.Name.Split('/')[0])).ToList();
        truth.Count.ShouldBeGreaterThan(200);
        (await hub.RowsAsync(report.Set!.Id)).OrderBy(row => row.HubId, StringComparer.Ordinal).ShouldBe(truth);
    }

    [Fact]
    public async Task Recorded_days_polled_on_their_days_add_up_to_their_files()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { DaysFolder = SharedData.Path("hub-days-2026-08") });
        for (var day = new DateOnly(2026, 8, 7); day <= new DateOnly(2026, 8, 14); day = day.AddDays(1))
        {
            hub.Server.Hub.Day = day;
            (await hub.PollAsync()).End.ShouldBe(PollEnd.Complete);
        }

        var stored = await hub.AskAsync(db => (
            from row in db.Set<Observation>()
            join set in db.Set<ObservationSet>() on row.SetId equals set.Id
            where set.Scope == PollScope.Hub && set.State == SetState.Complete
            group row by row.Day into day
            orderby day.Key
            select new { Day = day.Key, Models = day.Count(), Downloads = day.Sum(row => row.Downloads30d!.Value), Likes = day.Sum(row => (long)row.Likes!.Value) }).ToListAsync());
        stored.Select(day => (day.Day, day.Models, day.Downloads, day.Likes)).ShouldBe(FilesByHand());
    }

    private static IEnumerable<(DateOnly Day, int Models, long Downloads, long Likes)> FilesByHand() =>
        Directory.GetFiles(SharedData.Path("hub-days-2026-08"), "*.json").Order(StringComparer.Ordinal).Select(file =>
        {
            using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file));
            var rows = document.RootElement.GetProperty("models").EnumerateArray().DistinctBy(row => row.GetProperty("id").GetString(), StringComparer.Ordinal).ToList();
            return (DateOnly.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture), rows.Count,
                rows.Sum(row => row.GetProperty("downloads").GetInt64()), rows.Sum(row => row.GetProperty("likes").GetInt64()));
        });
}
