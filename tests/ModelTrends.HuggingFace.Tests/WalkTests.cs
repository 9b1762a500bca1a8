using ModelTrends.HubSimulator;

namespace ModelTrends.HuggingFace.Tests;

public sealed class WalkTests
{
    public static TheoryData<Fault> EveryFault => [.. Faults.OfLists];

    [Fact]
    public async Task A_walk_sees_every_model_once_with_its_counters()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 3500 });

        var (models, faults, requests) = await hub.WalkAsync();

        hub.ShouldBeTheTruth(models);
        faults.ShouldBeEmpty();
        requests.ShouldBe(4);
        models.ShouldContain(m => m.DownloadsAllTime > int.MaxValue);
        models.ShouldContain(m => m.TrendingScore == null);
        models.ShouldContain(m => m.BaseNames.Length == 2 && m.BaseIds.Length == 2 && m.BaseRelation == "merge");
        models.ShouldContain(m => m.Parameters > int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(EveryFault))]
    public async Task A_fault_of_a_moment_costs_a_request_and_no_model(Fault fault)
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 700, Faults = [fault], Day = new DateOnly(2026, 11, 4) }, ("Hub:PageSize", "100"));

        var (models, _, _) = await hub.WalkAsync();

        hub.ShouldBeTheTruth(models);
        hub.Server.Plan.Due.ShouldBeEmpty();
    }

    [Fact]
    public async Task All_faults_together_cost_no_model_either()
    {
        await using var hub = await HubFixture.StartAsync(
            new SimulatorOptions { Models = 5000, Faults = Faults.OfLists, Day = new DateOnly(2026, 11, 12), Quota = 60, Window = TimeSpan.FromSeconds(60) }, ("Hub:PageSize", "100"));

        var (models, faults, requests) = await hub.WalkAsync();

        hub.ShouldBeTheTruth(models);
        hub.Server.Plan.Due.ShouldBeEmpty();
        faults.Count.ShouldBe(7);
        requests.ShouldBe(hub.Server.Requests.Count);
    }

    [Fact]
    public async Task Malformed_rows_are_told_with_their_reason_and_the_rest_is_kept()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 300, Faults = [Fault.MalformedRows] }, ("Hub:PageSize", "100"));

        var (_, faults, _) = await hub.WalkAsync();

        faults.Select(f => f.Reason).ShouldBe(
            ["_id is not 24 hex digits", "downloads is no count", "downloads is no count", "id is not of the form owner/name", "is no object", "is no object"]);
        faults[1].ShouldBe(new RowFault(1, "000000000000000000000001", "downloads is no count"));
    }

    [Fact]
    public async Task A_walk_goes_on_from_a_stored_cursor()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 500 }, ("Hub:PageSize", "100"));
        var models = new List<HubModel>();
        string? cursor = null;
        await foreach (var page in hub.Client.WalkAsync())
        {
            models.AddRange(page.Models);
            cursor = page.NextCursor;
            if (models.Count == 200) break;
        }

        await foreach (var page in hub.Client.WalkAsync(cursor))
            models.AddRange(page.Models);

        hub.ShouldBeTheTruth(models);
    }

    [Fact]
    public async Task A_Hub_that_ignores_direction_is_walked_backwards()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 500, IgnoreDirection = true }, ("Hub:PageSize", "100"));

        var (models, _, _) = await hub.WalkAsync();

        models.ShouldBe(models.OrderByDescending(m => m.Id, StringComparer.Ordinal));
        hub.ShouldBeTheTruth(models);
    }

    [Fact]
    public async Task A_field_the_Hub_no_longer_knows_is_left_out()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 300, DroppedField = "gguf" });

        var (models, _, requests) = await hub.WalkAsync();

        hub.ShouldBeTheTruth(models);
        requests.ShouldBe(2);
    }

    [Fact]
    public async Task The_token_stays_with_the_configured_host_whatever_links_say()
    {
        await using var elsewhere = await HubFixture.StartAsync(new SimulatorOptions { Models = 10 });
        await using var hub = await HubFixture.StartAsync(
            new SimulatorOptions { Models = 500, LinkBase = elsewhere.Server.Address.ToString() }, ("Hub:PageSize", "100"), ("Hub:Token", "hf_simulator"));

        var (models, _, _) = await hub.WalkAsync();

        hub.ShouldBeTheTruth(models);
        hub.Server.Requests.ShouldAllBe(request => request.Authorization == "Bearer hf_simulator");
        elsewhere.Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_token_stops_the_walk_at_once()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 10 }, ("Hub:Token", "hf_revoked"));

        var refusal = await Should.ThrowAsync<HubCredentialsException>(hub.WalkAsync());

        refusal.Message.ShouldContain("Hub__Token");
        refusal.Message.ShouldNotContain("hf_revoked");
        hub.Server.Requests.Count.ShouldBe(1);
    }
}
