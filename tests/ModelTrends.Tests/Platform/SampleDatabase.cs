using ModelTrends.Archive;

namespace ModelTrends.Tests.Platform;

/// <summary>A database with the archives that ship with the program: what a reader of a fresh machine sees.</summary>
public sealed class SampleDatabase(PostgresServer server) : IAsyncLifetime
{
    public TestDatabase Database { get; } = new(server);

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        await using var site = await TestSite.StartAsync(Database);
        await site.Services.GetRequiredService<BundledArchives>().LoadAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
