using System.Globalization;
using ModelTrends.Platform.Hosting;
using Npgsql;

namespace ModelTrends.Platform.Postgres;

/// <summary>The server the settings name, or the private one where they name none.</summary>
public static class DatabaseServer
{
    public const string Setting = "ConnectionStrings:ModelTrends";

    /// <summary>The role that changes the schema, where it is another one than the application's.</summary>
    public const string MigrationSetting = "ConnectionStrings:Migration";

    private const string PoolSetting = "Database:PoolSize";

    /// <summary>Makes sure a server answers and leaves its connection string in the configuration.</summary>
    /// <returns>The private server to stop at the end, or null.</returns>
    /// <exception cref="StartupException">The server named in the settings cannot be reached; the message never holds the password.</exception>
    public static async Task<PrivatePostgres?> EnsureAsync(IConfigurationManager configuration, bool joinRunning, CancellationToken cancellationToken)
    {
        var connectionString = configuration[Setting];
        if (!string.IsNullOrWhiteSpace(connectionString))
        {
            await CheckAsync(Setting, connectionString, cancellationToken);
            configuration[Setting] = Pooled(connectionString, configuration);
            if (configuration[MigrationSetting] is { Length: > 0 } migration)
                await CheckAsync(MigrationSetting, migration, cancellationToken);
            return null;
        }

        var folder = Places.DataFolder(configuration);
        if (!File.Exists(Path.Combine(folder, "postgres", "PG_VERSION")))
            Installation.Remembered(configuration)?.Refuse("there is no database in it any more, and none is named in the settings");
        var server = await PrivatePostgres.StartAsync(folder, joinRunning, cancellationToken);
        configuration[Setting] = Pooled(server.ConnectionString, configuration);
        configuration[MigrationSetting] = server.MigrationConnectionString;
        return server;
    }

    /// <summary>A server shared with others may have few connections to give; one pool asks and one runs the jobs.</summary>
    private static string Pooled(string connectionString, IConfiguration configuration)
    {
        var text = configuration[PoolSetting];
        if (string.IsNullOrWhiteSpace(text))
            return connectionString;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 4 or > 1000)
            throw new StartupException($"The setting Database__PoolSize is '{text}' and must be a whole number from 4 to 1000.");
        return new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = size }.ConnectionString;
    }

    private static async Task CheckAsync(string setting, string connectionString, CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException exception)
        {
            throw new StartupException($"The setting {setting.Replace(":", "__", StringComparison.Ordinal)} is not a PostgreSQL connection string ({exception.GetType().Name}); it reads like Host=…;Port=5432;Database=…;Username=…;Password=….");
        }

        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw new StartupException($"PostgreSQL at {parts.Host} port {parts.Port}, database {parts.Database}, user {parts.Username} cannot be used: {Reason(exception)} (setting {setting.Replace(":", "__", StringComparison.Ordinal)}).");
        }
    }

    private static string Reason(NpgsqlException exception) =>
        exception is PostgresException answered ? answered.MessageText : exception.InnerException?.Message ?? exception.Message;
}
