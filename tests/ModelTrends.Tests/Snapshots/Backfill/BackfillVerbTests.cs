using System.Diagnostics;
using System.Globalization;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots.Backfill;

/// <summary>The real command line in a process of its own.</summary>
public sealed class BackfillVerbTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_backfill_killed_in_the_middle_and_started_again_ends_with_every_day()
    {
        var folder = new DatasetFolder();
        for (var day = 0; day < 6; day++)
            await folder.CsvDayAsync(BackfillFixture.First.AddDays(day), 500);
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);
        using (var killed = Start(hub))
        {
            while ((await hub.RowsAsync()).Count(row => row.State == BackfillState.Done) < 2)
            {
                killed.HasExited.ShouldBeFalse();
                await Task.Delay(10);
            }

            killed.Kill();
            await killed.WaitForExitAsync();
        }

        using var second = Start(hub);
        var output = await second.StandardOutput.ReadToEndAsync();
        await second.WaitForExitAsync();

        second.ExitCode.ShouldBe(0, output);
        output.ShouldContain("0 refused");
        const long flow = (500 * 10) + (499 * 500 / 2);
        (await hub.DaysAsync()).Select(day => (day.Models, day.Flow)).ShouldBe([(500, 0), .. Enumerable.Repeat((500, flow), 5)]);
    }

    [Fact]
    public async Task A_refused_file_is_an_error_and_a_bad_option_names_itself()
    {
        var folder = new DatasetFolder();
        await folder.CsvDayAsync(BackfillFixture.First, 10);
        await folder.TextAsync(BackfillFixture.First.AddDays(1), "<html>Please enable JavaScript</html>", "models.csv");
        await using var hub = await BackfillFixture.StartAsync(postgres, folder);
        using var refused = Start(hub);
        using var bad = Start(hub, "--every", "99");

        var (error, complaint) = (await refused.StandardError.ReadToEndAsync(), await bad.StandardError.ReadToEndAsync());
        await refused.WaitForExitAsync();
        await bad.WaitForExitAsync();

        (refused.ExitCode, bad.ExitCode).ShouldBe((1, 1));
        error.ShouldContain("models.csv of 2026-08-02");
        complaint.ShouldContain("--every must be from 1 to 31");
    }

    private static Process Start(BackfillFixture hub, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "ModelTrends.dll"), "backfill", "--dataset", DatasetFolder.Dataset, "--file", "models.csv", "--source", "dump", "--from", BackfillFixture.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), .. more];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ConnectionStrings__ModelTrends"] = hub.Hub.ConnectionString;
        start.Environment["ModelTrends__DataFolder"] = Path.Combine(hub.Folder.Root, "data");
        start.Environment["Hub__BaseUrl"] = hub.Hub.Server.Address.ToString();
        return Process.Start(start)!;
    }
}
