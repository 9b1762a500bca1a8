namespace ModelTrends.Tests.Platform;

/// <summary>A database with the archives that ship with the program: what a reader of a fresh machine sees.</summary>
public sealed class SampleDatabase(PostgresServer server) : IAsyncLifetime
{
    public TestDatabase Database { get; } = new(server);

    public ValueTask InitializeAsync() => Database.InitializeWithSampleAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
