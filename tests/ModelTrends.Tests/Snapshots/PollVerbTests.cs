using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

/// <summary>The real command line in a process of its own.</summary>
public sealed class PollVerbTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 11, 12);

    [Fact]
    public async Task A_poll_killed_in_the_middle_and_started_again_ends_with_the_same_rows()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 6000, Day = Day, Latency = TimeSpan.FromSeconds(0.4) });
        using (var killed = Start(hub, "poll", "--day", "2026-11-12"))
        {
            while ((await hub.SetsAsync()).SingleOrDefault() is not { Pages: >= 5 })
            {
                killed.HasExited.ShouldBeFalse();
                await Task.Delay(20);
            }

            killed.Kill();
            await killed.WaitForExitAsync();
        }

        var left = (await hub.SetsAsync()).Single();
        (left.State, left.Models < 5000).ShouldBe((SetState.Running, true));

        using var second = Start(hub, "poll", "--day", "2026-11-12");
        var output = await second.StandardOutput.ReadToEndAsync();
        await second.WaitForExitAsync();

        second.ExitCode.ShouldBe(0);
        output.ShouldContain("gone on from an earlier attempt");
        var set = (await hub.SetsAsync()).Single();
        set.Id.ShouldBe(left.Id);
        await hub.ShouldBeTheTruthAsync(set);
    }

    [Fact]
    public async Task The_verb_names_what_cannot_be_done()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 10, Day = Day });
        using var refused = Start(hub, ["poll", "--day", "2026-11-12"], "https://huggingface.co");

        var error = await refused.StandardError.ReadToEndAsync();
        await refused.WaitForExitAsync();

        refused.ExitCode.ShouldBe(1);
        error.ShouldContain("--day is refused");
    }

    [Fact]
    public async Task Polls_are_listed_with_state_and_reason()
    {
        await using var database = new TestDatabase(postgres);
        await database.InitializeAsync();
        await using (var add = database.DataSource.CreateCommand(
            """
            with s as (insert into source (key, title, coverage) values ('hub', 'Hub', 'Complete') returning id)
            insert into observation_set (source_id, scope, day, started_at, state, quality, models, pages, requests, skipped_rows, error, next_attempt_at)
            select id, 'Hub', '2026-11-12', '2026-11-12T03:00:00Z', 'Failed', 'Unknown', 12, 1, 2, 0, '=cannot be reached', '2026-11-12T03:30:00Z' from s
            """))
            await add.ExecuteNonQueryAsync();
        await using var site = await TestSite.StartAsync(database);

        var polls = (await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/polls?scope=hub&from=2026-11-01"))!["polls"]!.AsArray();
        var csv = await site.Client.GetStringAsync("/api/v1/polls.csv");
        var refused = await site.Client.GetAsync("/api/v1/polls?scope=archive");

        polls.Single()!["state"]!.GetValue<string>().ShouldBe("failed");
        polls.Single()!["error"]!.GetValue<string>().ShouldBe("=cannot be reached");
        csv.ShouldContain("'=cannot be reached,2026-11-12T03:30:00Z");
        ((int)refused.StatusCode).ShouldBe(400);
    }

    private static Process Start(PollFixture hub, params string[] arguments) => Start(hub, arguments, hub.Server.Address.ToString());

    private static Process Start(PollFixture hub, string[] arguments, string address)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ModelTrends.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ConnectionStrings__ModelTrends"] = hub.ConnectionString;
        start.Environment["ModelTrends__DataFolder"] = hub.DataFolder;
        start.Environment["Hub__BaseUrl"] = address;
        start.Environment["Hub__PageSize"] = "100";
        return Process.Start(start)!;
    }
}
