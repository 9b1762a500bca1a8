using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ModelTrends.HubSimulator;

namespace ModelTrends.HuggingFace.Tests;

/// <summary>A simulated Hub and a client of it, both on one clock.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private HubFixture(HubSimulatorServer server, ServiceProvider services) => (Server, _services) = (server, services);

    public HubSimulatorServer Server { get; }

    public HubClient Client => _services.GetRequiredService<HubClient>();

    public HubDatasets Datasets => _services.GetRequiredService<HubDatasets>();

    public static async Task<HubFixture> StartAsync(SimulatorOptions options, params (string Key, string Value)[] settings)
    {
        var clock = new HurriedClock(20);
        var server = await HubSimulatorServer.StartAsync(options, clock);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hub:BaseUrl"] = server.Address.ToString(), ["Hub:RequestTimeout"] = "00:01:00" };
        foreach (var (key, value) in settings)
            values[key] = value;
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock);
        services.AddHuggingFace(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        return new HubFixture(server, services.BuildServiceProvider());
    }

    public async Task<(List<HubModel> Models, List<RowFault> Faults, int Requests)> WalkAsync()
    {
        var (models, faults, requests) = (new List<HubModel>(), new List<RowFault>(), 0);
        await foreach (var page in Client.WalkAsync())
        {
            models.AddRange(page.Models);
            faults.AddRange(page.Faults);
            requests += page.Requests;
        }

        return (models, faults, requests);
    }

    /// <summary>Every listed model once, with the counters of the simulator's truth.</summary>
    public void ShouldBeTheTruth(IReadOnlyList<HubModel> models) =>
        models.OrderBy(m => m.Id, StringComparer.Ordinal).Select(m => new TruthRow(m.Id, m.Name, m.Downloads!.Value, m.DownloadsAllTime, m.Likes!.Value, m.TrendingScore))
            .ShouldBe(Server.Hub.RowsOf(Server.Hub.Day));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
