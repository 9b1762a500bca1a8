using Microsoft.EntityFrameworkCore;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Snapshots;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

/// <summary>A Hub on which repositories are renamed, hidden, deleted and published while every other fault is on too, polled day after day.</summary>
public sealed class PollDaysTests(PostgresServer postgres)
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Fact]
    public async Task Each_days_set_is_the_truth_of_that_day_whatever_happens_to_names_and_models()
    {
        await using var hub = await PollFixture.StartAsync(postgres, new SimulatorOptions { Models = 1500, Faults = Faults.OfLists, Stall = TimeSpan.FromSeconds(70) }, ("Hub:PageSize", "100"));
        for (var day = First; day < First.AddDays(9); day = day.AddDays(1))
        {
            hub.Server.Hub.Day = day;
            var report = await hub.PollAsync();
            (report.End, report.Set!.Quality).ShouldBe((PollEnd.Complete, SetQuality.Good));
            await hub.ShouldBeTheTruthAsync(report.Set);
        }

        hub.Server.Plan.Due.ShouldBeEmpty();
        var last = First.AddDays(8);
        var now = hub.Server.Hub.RowsOf(last).ToDictionary(row => row.HubId, row => row.Name, StringComparer.Ordinal);
        var seen = Enumerable.Range(0, 9).SelectMany(day => hub.Server.Hub.RowsOf(First.AddDays(day))).ToLookup(row => row.HubId, row => row.Name, StringComparer.Ordinal);
        var models = await hub.AskAsync(db => db.Set<Model>().AsNoTracking().ToListAsync());
        models.Select(model => model.HubId!).Order(StringComparer.Ordinal).ShouldBe(seen.Select(group => group.Key).Order(StringComparer.Ordinal));

        // Vanished models are gone, for each was asked for; those that came back or never left are listed.
        models.ShouldAllBe(model => (model.State == ModelState.Listed) == now.ContainsKey(model.HubId!));
        models.Where(model => model.State != ModelState.Listed).ShouldAllBe(model => model.State == ModelState.Gone);
        models.Count(model => model.State == ModelState.Gone).ShouldBeGreaterThan(5);

        var names = await hub.AskAsync(db => db.Set<ModelName>().AsNoTracking().ToListAsync());
        foreach (var model in models)
            names.Where(name => name.ModelId == model.Id).Select(name => name.Name).Order(StringComparer.Ordinal).ShouldBe(seen[model.HubId!].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        names.Count.ShouldBeGreaterThan(models.Count + 3);
    }
}
