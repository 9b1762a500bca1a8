using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;
using ModelTrends.Tests.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Tests.Platform;

public sealed class HealthTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_site_on_a_migrated_database_is_ready()
    {
        await using var site = await TestSite.StartAsync(database);

        var answer = await site.Client.GetFromJsonAsync<JsonObject>("/health/ready");

        answer!["state"]!.GetValue<string>().ShouldBe("Healthy");
        answer["checks"]!.AsArray().Select(check => check!["name"]!.GetValue<string>()).ShouldBe(["database", "data", "disk"], ignoreOrder: true);
    }

    [Fact]
    public async Task Numbers_that_are_older_than_a_day_and_a_half_are_told_and_still_served()
    {
        await using (var poll = database.DataSource.CreateCommand("""
            insert into source (key, title, coverage, models) select 'hub', 'The Hub', 'Complete', 0 where not exists (select from source where key = 'hub');
            insert into observation_set (source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
            select id, 'Hub', '2026-01-01', '2026-01-01 03:00Z', '2026-01-01 03:31Z', 'Complete', 'Good', 0, 0, 0, 0 from source where key = 'hub'
            """))
            await poll.ExecuteNonQueryAsync();
        await using var site = await TestSite.StartAsync(database);

        var answer = await site.Client.GetAsync("/health/ready");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("ended 2026-01-01 03:31 UTC");
        await using var forget = database.DataSource.CreateCommand("delete from observation_set");
        await forget.ExecuteNonQueryAsync();
    }
}

/// <summary>A class of its own, since it takes its database's history away.</summary>
public sealed class HealthWithoutTablesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_site_on_an_empty_database_names_what_is_missing()
    {
        await using (var drop = database.DataSource.CreateCommand("""delete from "__EFMigrationsHistory" """))
            await drop.ExecuteNonQueryAsync();
        await using var site = await TestSite.StartAsync(database);

        var answer = await site.Client.GetAsync("/health/ready");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("run 'migrate'");
    }
}

/// <summary>A server of its own, since it is stopped under the site.</summary>
public sealed class HealthOfHungServerTests : IDisposable
{
    private readonly PrivateServer _place = new();

    [Fact]
    public async Task A_server_that_hangs_is_named_and_holds_up_nobody_who_asks()
    {
        await using var instance = await AppHost.CreateAsync(Roles.Web, configure: builder =>
        {
            builder.Configuration["ModelTrends:DataFolder"] = _place.Folder;
            builder.Configuration["Database:PoolSize"] = "5";
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Fatal";
            builder.Configuration["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Fatal";
            builder.Configuration["Site:ReadAhead"] = "false";
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        });
        await instance.Services.GetRequiredService<Migrator>().RunAsync(TestContext.Current.CancellationToken);
        await instance.App.StartAsync(TestContext.Current.CancellationToken);
        using var watcher = new HttpClient { BaseAddress = new Uri(instance.App.Urls.First()), Timeout = TimeSpan.FromMinutes(1) };
        new NpgsqlConnectionStringBuilder(instance.App.Configuration[DatabaseServer.Setting]).MaxPoolSize.ShouldBe(5);
        (await watcher.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var server = ServerProcess.Find(_place.Cluster)!;
        await SendAsync("-STOP", server.Id);
        var hung = await watcher.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        await SendAsync("-CONT", server.Id);

        hung.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await hung.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("PostgreSQL does not answer");
        (await watcher.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await instance.App.StopAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _place.Dispose();

    private static async Task SendAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        kill.ExitCode.ShouldBe(0);
    }
}
