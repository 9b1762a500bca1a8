using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Snapshots;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

public sealed class PollModelsTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 11, 12);

    [Fact]
    public async Task With_every_fault_on_a_poll_ends_complete_and_true()
    {
        await using var hub = await PollFixture.StartAsync(
            postgres, new SimulatorOptions { Models = 5000, Faults = Faults.OfLists, Day = Day, Quota = 60, Window = TimeSpan.FromSeconds(60) }, ("Hub:PageSize", "100"));

        var report = await hub.PollAsync();

        report.End.ShouldBe(PollEnd.Complete);
        await hub.ShouldBeTheTruthAsync(report.Set!);
        hub.Server.Plan.Due.ShouldBeEmpty();
        report.Set!.Quality.ShouldBe(SetQuality.Good);
        report.Set.SkippedRows.ShouldBe(7);
        report.Set.Requests.ShouldBe(hub.Server.Requests.Count);
        report.Set.Cursor.ShouldBeNull();
    }

    [Fact]
    public async Task A_second_poll_of_the_day_does_nothing_and_says_so()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day });
        var first = await hub.PollAsync();
        var requests = hub.Server.Requests.Count;

        var second = await hub.PollAsync();

        second.End.ShouldBe(PollEnd.AlreadyDone);
        second.Set!.Id.ShouldBe(first.Set!.Id);
        hub.Server.Requests.Count.ShouldBe(requests);
        (await hub.SetsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_poll_stopped_in_the_middle_goes_on_from_the_stored_page()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 3000, Day = Day }, ("Hub:PageSize", "50"));
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(hub.PollAsync(
            progress: new Progress(p => { if (p.Pages >= 10) stop.Cancel(); }), cancellationToken: stop.Token));
        var stopped = (await hub.SetsAsync()).Single();
        (stopped.State, stopped.Models >= 500, stopped.Models < 2000).ShouldBe((SetState.Failed, true, true));

        var report = await hub.PollAsync();

        report.Resumed.ShouldBeTrue();
        report.Set!.Id.ShouldBe(stopped.Id);
        report.Set.Pages.ShouldBe((report.Set.Models + 49) / 50);
        await hub.ShouldBeTheTruthAsync(report.Set);
    }

    [Fact]
    public async Task A_poll_with_few_models_is_marked_partial_and_says_nothing_of_the_rest()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day });
        await hub.PollAsync();
        var hidden = hub.Server.Hub.ById.Where(hub.Server.Hub.IsListed).Take(30).ToList();
        hidden.ForEach(model => hub.Server.Hub.SetPrivate(model.Name, true));
        hub.Server.Hub.Day = Day.AddDays(1);

        var report = await hub.PollAsync();

        report.Set!.Quality.ShouldBe(SetQuality.Partial);
        (await hub.ModelAsync(hidden[0].Id)).State.ShouldBe(ModelState.Listed);
    }

    [Fact]
    public async Task Vanished_models_are_missing_and_gone_only_when_asked_for()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day }, ("Hub:MissingChecks", "1"));
        await hub.PollAsync();
        var hidden = hub.Server.Hub.ById.Where(hub.Server.Hub.IsListed).Take(2).ToList();
        hidden.ForEach(model => hub.Server.Hub.SetPrivate(model.Name, true));
        hub.Server.Hub.Day = Day.AddDays(1);

        var report = await hub.PollAsync();

        report.Gone.ShouldBe(1);
        var states = new[] { await hub.ModelAsync(hidden[0].Id), await hub.ModelAsync(hidden[1].Id) }.Select(model => model.State);
        states.Order().ShouldBe([ModelState.Missing, ModelState.Gone]);

        hidden.ForEach(model => hub.Server.Hub.SetPrivate(model.Name, false));
        hub.Server.Hub.Day = Day.AddDays(2);
        await hub.PollAsync();
        (await hub.ModelAsync(hidden[0].Id)).State.ShouldBe(ModelState.Listed);
    }

    [Fact]
    public async Task A_renamed_model_keeps_its_row_and_its_old_name()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day });
        await hub.PollAsync();
        var model = hub.Server.Hub.ById.First(hub.Server.Hub.IsListed);
        var (before, oldName) = (await hub.ModelAsync(model.Id), model.Name);
        hub.Server.Hub.Rename(oldName, "New-Owner/new-name");
        hub.Server.Hub.Day = Day.AddDays(3);

        await hub.PollAsync();

        var after = await hub.ModelAsync(model.Id);
        (after.Id, after.Name, after.Namespace).ShouldBe((before.Id, "New-Owner/new-name", "new-owner"));
        var names = await hub.AskAsync(db => db.Set<ModelName>().Where(name => name.ModelId == after.Id).OrderBy(name => name.FirstSeen).Select(name => new { name.Name, name.FirstSeen, name.LastSeen }).ToListAsync());
        names.ShouldBe([new { Name = oldName, FirstSeen = Day, LastSeen = Day }, new { Name = "New-Owner/new-name", FirstSeen = Day.AddDays(3), LastSeen = Day.AddDays(3) }]);
    }

    [Fact]
    public async Task The_same_name_with_another_id_is_another_model()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day });
        await hub.PollAsync();
        var old = hub.Server.Hub.ById.First(hub.Server.Hub.IsListed);
        hub.Server.Hub.Delete(old.Name);
        var born = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        hub.Server.Hub.Publish(new SimulatedModel { Id = $"{born.ToUnixTimeSeconds():x8}00000000000000aa", Name = old.Name, CreatedAt = born, Pace = 5 });
        hub.Server.Hub.Day = Day.AddDays(1);

        await hub.PollAsync();

        var bearers = await hub.AskAsync(db => db.Set<Model>().Where(model => model.Name == old.Name).OrderBy(model => model.Id).Select(model => new { model.HubId, model.State }).ToListAsync());
        bearers.Count.ShouldBe(2);
        bearers[0].ShouldBe(new { HubId = (string?)old.Id, State = ModelState.Gone });
        bearers[1].State.ShouldBe(ModelState.Listed);
    }

    [Fact]
    public async Task A_model_known_from_an_archive_gets_its_id()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 300, Day = Day });
        var model = hub.Server.Hub.ById.First(hub.Server.Hub.IsListed);
        var archived = await hub.AskAsync(async db =>
        {
            var row = new Model { Name = model.Name, Namespace = model.Owner.ToLowerInvariant(), FirstSeen = new DateOnly(2025, 1, 1), LastSeen = new DateOnly(2025, 1, 1) };
            db.Add(row);
            await db.SaveChangesAsync();
            return row.Id;
        });

        await hub.PollAsync();

        var known = await hub.ModelAsync(model.Id);
        (known.Id, known.FirstSeen, known.LastSeen).ShouldBe((archived, new DateOnly(2025, 1, 1), Day));
    }

    [Fact]
    public async Task An_unreachable_Hub_leaves_a_failed_poll_with_its_reason_and_next_attempt()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 10, Day = Day }, ("Hub:Retries", "1"));
        await hub.Server.DisposeAsync();

        var failure = await Should.ThrowAsync<PollFailedException>(hub.PollAsync());

        var set = (await hub.SetsAsync()).Single();
        (set.State, set.Error).ShouldBe((SetState.Failed, failure.Message));
        failure.Message.ShouldContain("127.0.0.1");
        set.NextAttemptAt!.Value.ShouldBe(set.FinishedAt!.Value.AddMinutes(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_refused_token_stops_polling_and_removes_no_model()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 10, Day = Day }, ("Hub:Token", "hf_revoked"));

        var failure = await Should.ThrowAsync<PollFailedException>(hub.PollAsync());

        failure.IsCredentials.ShouldBeTrue();
        var set = (await hub.SetsAsync()).Single();
        set.NextAttemptAt.ShouldBeNull();
        set.Error!.ShouldNotContain("hf_revoked");
        hub.Server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_polls_of_a_scope_at_once_are_one()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 2000, Day = Day, Latency = TimeSpan.FromMilliseconds(500) }, ("Hub:PageSize", "100"));

        var reports = await Task.WhenAll(hub.PollAsync(), hub.PollAsync());

        reports.Select(report => report.End).Order().ShouldBe([PollEnd.Complete, PollEnd.Busy]);
        (await hub.SetsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_public_Hub_takes_no_other_day()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 10 }, ("Hub:BaseUrl", "https://huggingface.co"));

        (await Should.ThrowAsync<ArgumentException>(hub.PollAsync())).Message.ShouldContain("Hub__BaseUrl");
    }
}
