using ModelTrends.Attribution.Ledger;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;

namespace ModelTrends.Tests.Platform;

/// <summary>The real application on a real port, with a database of its own; only the clock and settings are replaced.</summary>
public sealed class TestSite : IAsyncDisposable
{
    private readonly AppInstance _instance;
    private readonly string _dataFolder;

    private TestSite(AppInstance instance, TestDatabase database, string dataFolder)
    {
        Database = database;
        _instance = instance;
        _dataFolder = dataFolder;
        Client = new HttpClient { BaseAddress = new Uri(instance.App.Urls.First()) };
    }

    public HttpClient Client { get; }

    public TestDatabase Database { get; }

    public Uri Address => Client.BaseAddress!;

    public string DataFolder => _dataFolder;

    public IServiceProvider Services => _instance.Services;

    /// <param name="database">The test class's database.</param>
    /// <param name="configure">Settings (<c>builder.Configuration["Admin:Password"] = …</c>) and services (a fake <see cref="TimeProvider"/>).</param>
    /// <param name="roles">Web alone unless the test is about jobs.</param>
    public static async Task<TestSite> StartAsync(TestDatabase database, Action<WebApplicationBuilder>? configure = null, Roles roles = Roles.Web)
    {
        var dataFolder = Path.Combine(Path.GetTempPath(), "mt-site-" + Guid.NewGuid().ToString("n")[..8]);
        var instance = await AppHost.CreateAsync(roles, configure: builder =>
        {
            builder.Configuration[DatabaseServer.Setting] = database.ConnectionString;
            builder.Configuration["ModelTrends:DataFolder"] = dataFolder;
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Warning";
            builder.Configuration["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Warning";
            builder.Configuration["Hub:PollOnStart"] = "false";
            builder.Configuration["Site:ReadAhead"] = "false";
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            configure?.Invoke(builder);
        });
        await instance.App.StartAsync();
        return new TestSite(instance, database, dataFolder);
    }

    /// <summary>A client that asks for pages, as a browser does: what is wrong with an address is answered with a page.</summary>
    public HttpClient OpenReader()
    {
        var reader = new HttpClient { BaseAddress = Address };
        reader.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return reader;
    }

    /// <summary>What a worker does after an administrator's tag; the site of a test has none unless it asks for one.</summary>
    public async Task ReattributeAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReattributeModelsJob>().RunAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _instance.App.StopAsync();
        await _instance.DisposeAsync();
        if (Directory.Exists(_dataFolder))
            Directory.Delete(_dataFolder, recursive: true);
    }
}
