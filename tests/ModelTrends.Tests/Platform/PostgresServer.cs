using ModelTrends.Archive;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;
using ModelTrends.Tests.Platform;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ModelTrends.Tests.Platform;

/// <summary>One real PostgreSQL for the whole run, with a migrated template that every test class gets a clone of.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Template = "template_modeltrends";
    private const string SampleTemplate = "template_sample";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "mt-" + Guid.NewGuid().ToString("n")[..8]);
    private readonly SemaphoreSlim _cloning = new(1, 1);
    private readonly Lazy<Task> _sample;
    private readonly Lazy<Task<TestSite>> _sampleSite;
    private PrivatePostgres? _server;
    private int _databases;

    public PostgresServer() => (_sample, _sampleSite) = (new Lazy<Task>(LoadSampleAsync), new Lazy<Task<TestSite>>(StartSampleSiteAsync));

    public async ValueTask InitializeAsync()
    {
        _server = await PrivatePostgres.StartAsync(_folder, joinRunning: false, CancellationToken.None);
        // Nothing here has to survive a power cut.
        foreach (var careless in new[] { "fsync = off", "full_page_writes = off", "synchronous_commit = off" })
            await ExecuteAsync($"alter system set {careless}");
        await ExecuteAsync("select pg_reload_conf()");
        await ExecuteAsync($"create database {Template} owner {PostgresRoles.Application}");
        await using var instance = await AppHost.CreateAsync(Roles.None, configure: builder =>
        {
            builder.Configuration[DatabaseServer.Setting] = ConnectionTo(Template);
            // The identity of the template is remembered beside it, not in the folder of whoever runs the tests.
            builder.Configuration["ModelTrends:DataFolder"] = _folder;
        });
        await instance.Services.GetRequiredService<Migrator>().RunAsync(CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
    }

    /// <returns>The connection string of a new database with all tables, a sources list and the registry, and no observations.</returns>
    public Task<string> CreateDatabaseAsync() => CloneAsync(Template);

    /// <returns>The same with the archives that ship with the program, loaded once for the whole run.</returns>
    public async Task<string> CreateSampleDatabaseAsync()
    {
        await _sample.Value;
        return await CloneAsync(SampleTemplate);
    }

    /// <returns>The site that all tests which only read the sample share.</returns>
    public Task<TestSite> OpenSampleSiteAsync() => _sampleSite.Value;

    private async Task<TestSite> StartSampleSiteAsync()
    {
        var database = new TestDatabase(this);
        await database.InitializeWithSampleAsync();
        // All tests are one reader to it.
        return await TestSite.StartAsync(database, builder => builder.Configuration["Answers:QuestionsAMinute"] = "1000000");
    }

    private async Task LoadSampleAsync()
    {
        await CloneAsync(Template, SampleTemplate);
        await using (var instance = await AppHost.CreateAsync(Roles.None, configure: builder =>
        {
            builder.Configuration[DatabaseServer.Setting] = ConnectionTo(SampleTemplate);
            builder.Configuration["Serilog:MinimumLevel:Default"] = "Warning";
        }))
            await instance.Services.GetRequiredService<BundledArchives>().LoadAsync(CancellationToken.None);
        // A template must have no connection open.
        NpgsqlConnection.ClearAllPools();
    }

    private async Task<string> CloneAsync(string template, string? name = null)
    {
        // PostgreSQL clones a template for one caller at a time.
        await _cloning.WaitAsync();
        try
        {
            name ??= $"test_{++_databases}";
            await ExecuteAsync($"create database {name} template {template} owner {PostgresRoles.Application}");
            return ConnectionTo(name);
        }
        finally
        {
            _cloning.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sampleSite.IsValueCreated)
        {
            var site = await _sampleSite.Value;
            await site.DisposeAsync();
            await site.Database.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
            await _server.DisposeAsync();
        _cloning.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Database = database, MaxPoolSize = 20 }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_server!.UpkeepConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
