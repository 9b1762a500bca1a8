using ModelTrends.HubSimulator;

namespace ModelTrends.HuggingFace.Tests;

/// <summary>Repositories are renamed, hidden, deleted and published while the days pass; each day's walk sees that day.</summary>
public sealed class ContentTests
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Fact]
    public async Task Each_days_walk_sees_the_names_and_models_of_the_day()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 2000, Faults = [.. Faults.All.Where(fault => fault.IsOfContents())] });
        var counts = new HashSet<int>();
        for (var day = First; day < First.AddDays(9); day = day.AddDays(1))
        {
            hub.Server.Hub.Day = day;
            var (models, _, _) = await hub.WalkAsync();
            hub.ShouldBeTheTruth(models);
            counts.Add(models.Count);
        }

        counts.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Old_names_are_found_as_renamed_gone_or_another_model()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 3000, Faults = [Fault.Renamed, Fault.Deleted, Fault.RedirectedElsewhere] });
        var before = hub.Server.Hub.RowsOf(First).ToList();
        hub.Server.Hub.Day = First.AddDays(8);
        var now = hub.Server.Hub.RowsOf(First.AddDays(8)).ToDictionary(row => row.HubId, row => row.Name, StringComparer.Ordinal);
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);

        foreach (var row in before.Where(row => now.GetValueOrDefault(row.HubId) != row.Name))
        {
            var lookup = await hub.Client.FindAsync(row.Name);
            var end = lookup.State == LookupState.MissingOrPrivate ? "gone" : lookup.Model!.Id == row.HubId ? "renamed" : "another";
            (end == "renamed").ShouldBe(now.ContainsKey(row.HubId));
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        ends.Keys.Order(StringComparer.Ordinal).ShouldBe(["another", "gone", "renamed"]);
    }

    public static TheoryData<Fault> FaultsOfRequests => [.. Faults.All.Where(fault => fault.IsOfRequests())];

    [Theory]
    [MemberData(nameof(FaultsOfRequests))]
    public async Task A_fault_of_the_way_says_nothing_about_a_model(Fault fault)
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 100, Faults = [fault] });
        var model = hub.Server.Hub.ById[10];

        var lookups = new[] { await hub.Client.FindAsync(model.Name), await hub.Client.FindAsync(model.Name) };

        lookups.ShouldAllBe(lookup => lookup.State == LookupState.Found && lookup.Model!.Id == model.Id);
        hub.Server.DetailPlan.Due.ShouldBeEmpty();
    }
}
