using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Snapshots.Backfill;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots.Backfill;

public sealed class FetchArchiveTests(PostgresServer postgres)
{
    private static readonly DateOnly First = BackfillFixture.First;

    /// <summary>What a hundred models gain a day: 10 and their number each.</summary>
    private const long FlowOfHundred = (100 * 10) + (99 * 100 / 2);

    [Fact]
    public async Task Past_days_come_in_with_their_flows_and_a_second_run_asks_for_no_byte()
    {
        await using var hub = await BackfillFixture.StartAsync(postgres, await DaysAsync(5));

        var report = await hub.RunAsync();
        var bytes = BytesAsked(hub);
        var again = await hub.RunAsync();

        (report.Files, report.Added, report.Refused.Count).ShouldBe((5, 500, 0));
        (again.Files, BytesAsked(hub)).ShouldBe((0, bytes));
        (await hub.DaysAsync()).Select(day => day.Flow).ShouldBe([0, FlowOfHundred, FlowOfHundred, FlowOfHundred, FlowOfHundred]);
        var row = (await hub.RowsAsync())[0];
        (row.State, row.Day, row.Added, row.Error, row.Sha256!.Length).ShouldBe((BackfillState.Done, First, 100L, null, 64));
        Directory.GetFiles(Path.Combine(hub.Folder.Root, "data", "backfill"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_stopped_in_the_middle_and_started_again_ends_with_the_same_numbers()
    {
        await using var hub = await BackfillFixture.StartAsync(postgres, await DaysAsync(5));
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => hub.RunAsync(null, new Telling(progress =>
        {
            if (progress is { Place: 3, Stored: null }) stop.Cancel();
        }), stop.Token));
        (await hub.RowsAsync()).Count(row => row.State == BackfillState.Done).ShouldBe(2);
        await hub.RunAsync();

        (await hub.DaysAsync()).Select(day => (day.Models, day.Flow)).ShouldBe([(100, 0), (100, FlowOfHundred), (100, FlowOfHundred), (100, FlowOfHundred), (100, FlowOfHundred)]);
        (await hub.RowsAsync()).ShouldAllBe(row => row.State == BackfillState.Done && row.Added == 100);
    }

    [Fact]
    public async Task Faults_on_the_way_cost_no_day()
    {
        await using var hub = await BackfillFixture.StartAsync(postgres, await DaysAsync(4), [.. Faults.All.Where(Faults.IsOfFiles)]);

        (await hub.RunAsync()).Refused.ShouldBeEmpty();

        hub.Hub.Server.Plan.Due.ShouldBeEmpty();
        (await hub.DaysAsync()).Select(day => day.Flow).ShouldBe([0, FlowOfHundred, FlowOfHundred, FlowOfHundred]);
    }

    [Fact]
    public async Task A_file_with_a_wrong_hash_is_refused_and_its_day_becomes_a_gap()
    {
        await using var hub = await BackfillFixture.StartAsync(postgres, await DaysAsync(3), Fault.FileWrongBytes, Fault.FileWrongBytes);
        await hub.Folder.DayAsync(First.AddDays(-2), Enumerable.Range(0, 100));
        var options = BackfillFixture.Options();
        options.From = First.AddDays(-2);

        var report = await hub.RunAsync(options);

        var refused = report.Refused.ShouldHaveSingleItem();
        (refused.Day, refused.State).ShouldBe((First.AddDays(-2), BackfillState.Refused));
        refused.Error!.ShouldContain("hash");
        (await hub.DaysAsync()).Select(day => day.Day).ShouldBe([First, First.AddDays(1), First.AddDays(2)]);
        (await hub.RunAsync(options)).Files.ShouldBe(0);
    }

    [Fact]
    public async Task A_partial_file_is_stored_and_told_and_nothing_is_differenced_against_it()
    {
        var folder = await DaysAsync(2);
        await folder.DayAsync(First.AddDays(2), Enumerable.Range(0, 26));
        await folder.DayAsync(First.AddDays(3), Enumerable.Range(0, 100));
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);

        (await hub.RunAsync()).Added.ShouldBe(326);

        var days = await hub.DaysAsync();
        (days[2].Models, (TrendDayFlags)days[2].Flags).ShouldBe((0, TrendDayFlags.Partial));
        days.Sum(day => day.Flow).ShouldBe(3 * FlowOfHundred);
        (await hub.RowsAsync())[2].Error!.ShouldContain("partial: fewer than 95 %");
    }

    [Fact]
    public async Task Duplicate_ids_are_told_and_count_once()
    {
        var folder = new DatasetFolder();
        await folder.DayAsync(First, Enumerable.Range(0, 100).Concat([3, 4, 4]));
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);

        (await hub.RunAsync()).Added.ShouldBe(100);

        (await hub.RowsAsync()).ShouldHaveSingleItem().Error!.ShouldContain("3 rows of models that had one before");
    }

    [Fact]
    public async Task Of_several_commits_a_day_the_last_stands_for_it_and_other_files_commits_are_no_days()
    {
        var folder = await DaysAsync(2);
        await folder.DayAsync(First.AddDays(1), Enumerable.Range(0, 90), "09-00");
        await folder.DayAsync(First.AddDays(2), Enumerable.Range(0, 5), "13-20", "spaces.parquet");
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);

        await hub.RunAsync();

        (await hub.DaysAsync()).Select(day => (day.Day, day.Models)).ShouldBe([(First, 100), (First.AddDays(1), 100)]);
    }

    [Fact]
    public async Task A_file_committed_again_without_a_change_is_no_observation_of_its_day()
    {
        var folder = await DaysAsync(2);
        await folder.DayAsync(First.AddDays(2), Enumerable.Range(0, 100), counted: First.AddDays(1));
        await folder.DayAsync(First.AddDays(3), Enumerable.Range(0, 100));
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);

        var report = await hub.RunAsync();

        report.Refused.ShouldHaveSingleItem().Error!.ShouldContain("To the byte the file of 2026-08-02");
        (await hub.DaysAsync()).Select(day => day.Flow).ShouldBe([0, FlowOfHundred, FlowOfHundred, FlowOfHundred]);
    }

    [Fact]
    public async Task A_file_that_is_no_archive_is_refused_with_its_reason_and_the_others_come()
    {
        var folder = await DaysAsync(2);
        await folder.TextAsync(First.AddDays(2), "<html>Please enable JavaScript</html>");
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);

        var report = await hub.RunAsync();

        (report.Added, report.Refused.ShouldHaveSingleItem().Day).ShouldBe((200, First.AddDays(2)));
        report.Refused[0].Error!.ShouldContain("not Parquet");
    }

    [Fact]
    public async Task A_series_by_month_brings_its_days_and_a_month_that_grew_is_read_again()
    {
        var folder = new DatasetFolder();
        await folder.MonthAsync(new DateOnly(2026, 9, 1), "2026-08.parquet", Enumerable.Range(0, 31).Select(First.AddDays), 10);
        await folder.MonthAsync(new DateOnly(2026, 9, 2), "2026-09.parquet", [new DateOnly(2026, 9, 1)], 10);
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);
        var options = BackfillFixture.Options("{month}.parquet");

        var first = await hub.RunAsync(options);
        await folder.MonthAsync(new DateOnly(2026, 9, 3), "2026-09.parquet", [new DateOnly(2026, 9, 1), new DateOnly(2026, 9, 2)], 10);
        var second = await hub.RunAsync(options);

        (first.Files, first.Added).ShouldBe((2, 320));
        (second.Files, second.Added).ShouldBe((1, 10));
        var days = await hub.DaysAsync();
        (days.Count, days[^1].Day, days.Sum(day => day.Flow)).ShouldBe((33, new DateOnly(2026, 9, 2), 32 * (100 + 45)));
    }

    [Fact]
    public async Task With_a_stride_the_days_between_are_left_out_and_share_the_difference()
    {
        await using var hub = await BackfillFixture.StartAsync(postgres, await DaysAsync(8));

        (await hub.RunAsync(BackfillFixture.Options(every: 7))).Files.ShouldBe(2);

        (await hub.DaysAsync()).Skip(1).Select(day => day.Flow).ShouldBe(Enumerable.Repeat(FlowOfHundred, 7));
    }

    [Fact]
    public async Task A_data_set_that_is_not_there_is_named()
    {
        await using var hub = await BackfillFixture.StartAsync(postgres, new DatasetFolder());

        (await Should.ThrowAsync<HuggingFace.HubException>(() => hub.RunAsync())).Message.ShouldContain(DatasetFolder.Dataset);
    }

    private static int BytesAsked(BackfillFixture hub) => hub.Hub.Server.Requests.Count(request => request.PathAndQuery.StartsWith("/_files", StringComparison.Ordinal));

    private static async Task<DatasetFolder> DaysAsync(int days)
    {
        var folder = new DatasetFolder();
        for (var day = 0; day < days; day++)
            await folder.DayAsync(First.AddDays(day), Enumerable.Range(0, 100));
        return folder;
    }

    private sealed class Telling(Action<BackfillProgress> tell) : IProgress<BackfillProgress>
    {
        public void Report(BackfillProgress value) => tell(value);
    }
}
