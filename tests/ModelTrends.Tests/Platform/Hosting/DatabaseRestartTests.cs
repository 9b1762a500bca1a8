using Microsoft.EntityFrameworkCore;
using ModelTrends.Archive;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;
using ModelTrends.Tests.Platform.Postgres;

namespace ModelTrends.Tests.Platform.Hosting;

/// <summary>A whole installation of its own, whose PostgreSQL is restarted under it.</summary>
public sealed class DatabaseRestartTests : IDisposable
{
    private readonly PrivateServer _place = new();

    [Fact]
    public async Task A_database_that_restarts_while_the_archives_load_ends_nothing_and_all_are_loaded()
    {
        await using var site = await AppHost.CreateAsync(Roles.Web | Roles.Worker, configure: builder =>
        {
            builder.Configuration["ModelTrends:DataFolder"] = _place.Folder;
            builder.Configuration["Hub:PollOnStart"] = "false";
            builder.Configuration["Site:ReadAhead"] = "false";
            // That the work failed is told in the log; here it is meant.
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Fatal";
            builder.Configuration["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Fatal";
            builder.Configuration["Serilog:MinimumLevel:Override:Hangfire"] = "Fatal";
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        });
        await site.Services.GetRequiredService<Migrator>().RunAsync(TestContext.Current.CancellationToken);
        await site.App.StartAsync(TestContext.Current.CancellationToken);
        var connectionString = site.App.Configuration[DatabaseServer.Setting]!;

        // Once with its backends told, once without a word.
        foreach (var signal in new[] { ServerSignal.Fast, ServerSignal.Kill })
        {
            while ((bool)(await PrivateServer.AskUntilAnsweredAsync(connectionString, "select not exists (select from pg_stat_activity where pid <> pg_backend_pid() and state = 'active' and query ~* '^\\s*(copy|insert|analyze|create temporary)')"))! && !await IsLoadedAsync(site))
                await Task.Delay(5, TestContext.Current.CancellationToken);
            (await IsLoadedAsync(site)).ShouldBeFalse("the restart has to come while archives load");
            var server = ServerProcess.Find(_place.Cluster)!;
            server.Send(signal).ShouldBeTrue();
            await PrivateServer.AskUntilAnsweredAsync(connectionString, "select 1");
            while (server.IsAlive) await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        while (!await IsLoadedAsync(site))
            await Task.Delay(200, TestContext.Current.CancellationToken);
        site.App.Lifetime.ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
        using var reader = new HttpClient { BaseAddress = new Uri(site.App.Urls.First()) };
        (await reader.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
        await site.App.StopAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _place.Dispose();

    private static async Task<bool> IsLoadedAsync(AppInstance site)
    {
        var wanted = BundledArchives.Read().Select(entry => "archive:" + entry.Name).ToList();
        try
        {
            await using var scope = site.Services.CreateAsyncScope();
            var there = await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Set<ObservationSet>().Select(set => set.Source!.Key).Distinct().ToListAsync();
            return wanted.TrueForAll(there.Contains);
        }
        catch (Exception exception) when (exception.GetBaseException() is Npgsql.NpgsqlException or System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
    }
}
