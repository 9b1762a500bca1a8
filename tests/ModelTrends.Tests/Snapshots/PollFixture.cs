using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.HubSimulator;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;
using ModelTrends.Snapshots;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Snapshots;

/// <summary>The application on a database of the test's own, and a simulated Hub; both live twenty times as fast.</summary>
internal sealed class PollFixture : IAsyncDisposable
{
    private PollFixture(HubSimulatorServer server, AppInstance app, string connectionString, string dataFolder) =>
        (Server, App, ConnectionString, DataFolder) = (server, app, connectionString, dataFolder);

    public HubSimulatorServer Server { get; }

    public AppInstance App { get; }

    public string ConnectionString { get; }

    /// <summary>Of this test alone: that of the checkout remembers the database of whoever works in it.</summary>
    public string DataFolder { get; }

    public static Task<PollFixture> StartAsync(PostgresServer postgres, SimulatorOptions options, params (string Key, string Value)[] settings) =>
        StartAsync(postgres, options, _ => { }, settings);

    public static async Task<PollFixture> StartAsync(PostgresServer postgres, SimulatorOptions options, Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings)
    {
        var clock = new HurriedClock(20);
        var server = await HubSimulatorServer.StartAsync(options, clock);
        var connectionString = await postgres.CreateDatabaseAsync();
        var dataFolder = Directory.CreateTempSubdirectory("mt-poll-").FullName;
        var app = await AppHost.CreateAsync(Roles.None, configure: builder =>
        {
            builder.Configuration["ModelTrends:DataFolder"] = dataFolder;
            builder.Configuration[DatabaseServer.Setting] = connectionString;
            builder.Configuration["Hub:BaseUrl"] = server.Address.ToString();
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Error";
            builder.Services.AddSingleton<TimeProvider>(clock);
            foreach (var (key, value) in settings)
                builder.Configuration[key] = value;
            configure(builder);
        });
        return new PollFixture(server, app, connectionString, dataFolder);
    }

    /// <summary>A poll labelled with the day it is on the simulated Hub.</summary>
    public async Task<PollReport> PollAsync(PollScope scope = PollScope.Hub, IProgress<PollProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var services = App.Services.CreateAsyncScope();
        return await services.ServiceProvider.GetRequiredService<PollModels>().RunAsync(scope, Server.Hub.Day, TimeSpan.FromMinutes(30), progress, cancellationToken);
    }

    public async Task<T> AskAsync<T>(Func<ModelTrendsDb, Task<T>> ask)
    {
        await using var services = App.Services.CreateAsyncScope();
        return await ask(services.ServiceProvider.GetRequiredService<ModelTrendsDb>());
    }

    public Task<Model> ModelAsync(string hubId) => AskAsync(db => db.Set<Model>().AsNoTracking().SingleAsync(model => model.HubId == hubId));

    public Task<List<ObservationSet>> SetsAsync() => AskAsync(db => db.Set<ObservationSet>().AsNoTracking().OrderBy(set => set.Id).ToListAsync());

    public Task<List<TruthRow>> RowsAsync(int setId) => AskAsync(db => (
        from row in db.Set<Observation>()
        join model in db.Set<Model>() on row.ModelId equals model.Id
        where row.SetId == setId
        select new TruthRow(model.HubId!, model.Name, row.Downloads30d!.Value, row.DownloadsAllTime, row.Likes!.Value, row.TrendingScore)).ToListAsync());

    public async Task ShouldBeTheTruthAsync(ObservationSet set)
    {
        var truth = Server.Hub.RowsOf(set.Day).ToList();
        set.State.ShouldBe(SetState.Complete);
        set.Models.ShouldBe(truth.Count);
        (await RowsAsync(set.Id)).OrderBy(row => row.HubId, StringComparer.Ordinal).ShouldBe(truth);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }
}

internal sealed class Progress(Action<PollProgress> report) : IProgress<PollProgress>
{
    public void Report(PollProgress value) => report(value);
}
