namespace ModelTrends.Tests.Platform;

/// <summary>
/// The site a reader of a fresh machine sees, for test classes that only read: <c>IClassFixture&lt;SampleSite&gt;</c>. All of them share one, so
/// what one has asked is there for the next, as between readers. Who writes takes <see cref="SampleDatabase"/> and a site of its own.
/// </summary>
public sealed class SampleSite(PostgresServer server) : IAsyncLifetime
{
    private TestSite? _site;

    public TestSite Site => _site ?? throw new InvalidOperationException("The fixture is not initialised.");

    public TestDatabase Database => Site.Database;

    public async ValueTask InitializeAsync() => _site = await server.OpenSampleSiteAsync();

    /// <summary>The site goes with the server, after the last class.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
