using Npgsql;

namespace ModelTrends.Tests.Platform;

/// <summary>A database of the test class's own: <c>IClassFixture&lt;TestDatabase&gt;</c>.</summary>
public sealed class TestDatabase(PostgresServer server) : IAsyncLifetime
{
    private NpgsqlDataSource? _dataSource;

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource DataSource => _dataSource ?? throw new InvalidOperationException("The fixture is not initialised.");

    public async ValueTask InitializeAsync() => Open(await server.CreateDatabaseAsync());

    /// <summary>With the archives that ship with the program.</summary>
    public async ValueTask InitializeWithSampleAsync() => Open(await server.CreateSampleDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
            await _dataSource.DisposeAsync();
    }

    private void Open(string connectionString)
    {
        ConnectionString = connectionString;
        _dataSource = NpgsqlDataSource.Create(connectionString);
    }
}
