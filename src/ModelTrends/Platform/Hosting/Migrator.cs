using Hangfire.PostgreSql;
using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Platform.Jobs;
using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Platform.Hosting;

/// <summary>
/// Brings the database up to date: our tables, Hangfire's, then what features keep in step. Processes that start together take turns. The schema
/// is changed as a role of its own where one is set, and what that makes belongs to the application's.
/// </summary>
public sealed class Migrator(
    NpgsqlDataSource dataSource, IConfiguration configuration, Installation installation, IServiceScopeFactory scopes, IEnumerable<IBeforeMigration> gates,
    TimeProvider clock, ILogger<Migrator> logger)
{
    /// <summary>The number is arbitrary and only has to stay the same between versions.</summary>
    private static readonly PostgresAdvisoryLockKey Key = new(7_205_759_403);

    /// <summary>Waits of 1, 2, 4 … seconds, a minute in all: longer than a database takes to restart, shorter than a person waits for a start.</summary>
    private const int Attempts = 7;

    /// <summary>Every step may be taken again; a database that goes away on the way is waited for.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var gate in gates) gate.Check();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (attempt < Attempts && IsPassing(exception))
            {
                var wait = TimeSpan.FromSeconds(1 << (attempt - 1));
                logger.LogWarning(
                    "The database went away while it was brought up to date, and is asked again in {Seconds} s: {Reason}",
                    wait.TotalSeconds, exception.GetBaseException().Message);
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }

    /// <summary>EF Core and Hangfire wrap what Npgsql tells.</summary>
    private static bool IsPassing(Exception? exception) =>
        exception is not null && (exception is NpgsqlException { IsTransient: true } || IsPassing(exception.InnerException));

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using (await new PostgresDistributedLock(Key, dataSource).AcquireAsync(cancellationToken: cancellationToken))
        {
            await ChangeSchemaAsync(cancellationToken);
            foreach (var step in scope.ServiceProvider.GetServices<IAfterMigration>())
                await step.RunAsync(cancellationToken);
        }
    }

    private async Task ChangeSchemaAsync(CancellationToken cancellationToken)
    {
        var application = new NpgsqlConnectionStringBuilder(configuration[DatabaseServer.Setting]);
        var other = configuration[DatabaseServer.MigrationSetting];
        var migration = new NpgsqlConnectionStringBuilder(other is { Length: > 0 } ? other : application.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(migration.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ModelTrendsDb>();
        // Only the connection is another: with options of its own, EF Core would work out the whole model a second time.
        db.Database.SetDbConnection(connection);
        await installation.CheckAsync(connection, db.Database.GetMigrations(), cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        PostgreSqlObjectsInstaller.Install(connection, JobsModule.Schema);
        await installation.RecordAsync(connection, cancellationToken);
        if (migration.Username != application.Username)
            await ExecuteAsync(connection, "hand-over.sql", ("modeltrends.heir", application.Username!), cancellationToken);
        await ExecuteAsync(connection, "reading.sql", ("modeltrends.reader", PostgresRoles.Reader), cancellationToken);
    }

    /// <summary>A block of PostgreSQL's own language takes no parameters, but it reads settings of the session.</summary>
    private static async Task ExecuteAsync(NpgsqlConnection connection, string file, (string Name, string Value) setting, CancellationToken cancellationToken)
    {
        await using var set = new NpgsqlCommand("select set_config(@name, @value, false)", connection);
        set.Parameters.AddWithValue("name", setting.Name);
        set.Parameters.AddWithValue("value", setting.Value);
        await set.ExecuteNonQueryAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Read<PostgresRoles>(file), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What must hold before anything is written; throws <see cref="StartupException"/> with the reason.</summary>
public interface IBeforeMigration
{
    void Check();
}

/// <summary>What a feature brings into step with the files of this version, each time the application starts: sources, the registry.</summary>
public interface IAfterMigration
{
    Task RunAsync(CancellationToken cancellationToken);
}
