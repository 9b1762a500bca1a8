using Hangfire.PostgreSql;
using Medallion.Threading.Postgres;
using Microsoft.EntityFrameworkCore;
using ModelTrends.Data;
using ModelTrends.Platform.Jobs;
using Npgsql;

namespace ModelTrends.Platform.Hosting;

/// <summary>Brings the database up to date: our tables, Hangfire's, then what features keep in step. Processes that start together take turns.</summary>
public sealed class Migrator(NpgsqlDataSource dataSource, IServiceScopeFactory scopes, IEnumerable<IBeforeMigration> gates)
{
    /// <summary>The number is arbitrary and only has to stay the same between versions.</summary>
    private static readonly PostgresAdvisoryLockKey Key = new(7_205_759_403);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var gate in gates) gate.Check();
        await using var scope = scopes.CreateAsyncScope();
        await using (await new PostgresDistributedLock(Key, dataSource).AcquireAsync(cancellationToken: cancellationToken))
        {
            await scope.ServiceProvider.GetRequiredService<ModelTrendsDb>().Database.MigrateAsync(cancellationToken);
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            PostgreSqlObjectsInstaller.Install(connection, JobsModule.Schema);
            foreach (var step in scope.ServiceProvider.GetServices<IAfterMigration>())
                await step.RunAsync(cancellationToken);
        }
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
