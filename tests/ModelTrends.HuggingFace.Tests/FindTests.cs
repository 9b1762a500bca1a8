using ModelTrends.HubSimulator;

namespace ModelTrends.HuggingFace.Tests;

public sealed class FindTests
{
    [Fact]
    public async Task A_renamed_model_is_found_under_its_old_name_with_the_same_id()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 100 });
        var model = hub.Server.Hub.ById[10];
        var oldName = model.Name;
        hub.Server.Hub.Rename(oldName, "new-owner/new-name");
        hub.Server.Hub.RedirectName("older/name", oldName);

        var lookup = await hub.Client.FindAsync("older/name");

        lookup.State.ShouldBe(LookupState.Found);
        lookup.Model!.Id.ShouldBe(model.Id);
        lookup.Model.Name.ShouldBe("new-owner/new-name");
        lookup.Redirects.ShouldBe(2);
    }

    [Fact]
    public async Task Another_case_of_letters_is_followed()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 100 });
        var model = hub.Server.Hub.ById[10];

        var lookup = await hub.Client.FindAsync(model.Name.ToUpperInvariant());

        (lookup.Model!.Id, lookup.Redirects).ShouldBe((model.Id, 1));
    }

    [Fact]
    public async Task A_redirect_in_a_circle_ends_with_an_error()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 100 });
        hub.Server.Hub.RedirectName("a/b", "c/d");
        hub.Server.Hub.RedirectName("c/d", "a/b");

        await Should.ThrowAsync<HubException>(hub.Client.FindAsync("a/b"));

        hub.Server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Missing_and_private_look_alike_to_the_anonymous()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 100 });
        var hidden = hub.Server.Hub.ById[10].Name;
        hub.Server.Hub.SetPrivate(hidden, true);

        (await hub.Client.FindAsync(hidden)).State.ShouldBe(LookupState.MissingOrPrivate);
        (await hub.Client.FindAsync("nobody/nothing")).State.ShouldBe(LookupState.MissingOrPrivate);
    }

    [Fact]
    public async Task With_a_token_a_missing_model_is_a_404()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 100 }, ("Hub:Token", "hf_simulator"));

        (await hub.Client.FindAsync("nobody/nothing")).State.ShouldBe(LookupState.Missing);
    }

    [Fact]
    public async Task Gated_and_disabled_models_still_have_counters()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 500 });
        var gated = hub.Server.Hub.ById.First(model => model.Gate == "manual");
        var closed = hub.Server.Hub.ById.First(model => model.Gate is null);
        closed.Disabled = true;

        var one = await hub.Client.FindAsync(gated.Name);
        var other = await hub.Client.FindAsync(closed.Name);

        (one.State, one.Model!.Gate).ShouldBe((LookupState.Found, Gate.Manual));
        one.Model.DownloadsAllTime.ShouldNotBeNull();
        (other.State, other.Model!.Downloads).ShouldBe((LookupState.Disabled, 0));
    }

    [Fact]
    public async Task The_trending_list_is_ranked_across_pages()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 1000 }, ("Hub:PageSize", "40"));
        var models = new List<HubModel>();

        await foreach (var page in hub.Client.ListTrendingAsync(100))
            models.AddRange(page.Models);

        models.Select(model => model.TrendingRank).ShouldBe(Enumerable.Range(1, 100).Select(rank => (int?)rank));
        models.Select(model => model.TrendingScore ?? -1).ShouldBeInOrder(SortDirection.Descending);
        hub.Server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_namespace_is_listed_alone()
    {
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 2000 }, ("Hub:PageSize", "20"));
        var models = new List<HubModel>();

        await foreach (var page in hub.Client.ListNamespaceAsync("qwen"))
            models.AddRange(page.Models);

        models.Select(model => model.Name).ShouldBe(hub.Server.Hub.OfOwner("Qwen").Where(hub.Server.Hub.IsListed).Select(model => model.Name));
        models.Count.ShouldBeGreaterThan(5);
    }
}
