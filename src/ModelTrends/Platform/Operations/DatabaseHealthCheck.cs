using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ModelTrends.Data;
using Npgsql;

namespace ModelTrends.Platform.Operations;

/// <summary>
/// Ready when PostgreSQL answers in time and holds this version's tables. It is asked on a connection of its own, so that a pool whose
/// connections are all busy does not hold up the answer.
/// </summary>
public sealed class DatabaseHealthCheck(ModelTrendsDb db, IConfiguration configuration, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var applied = await HealthQuestion.AskAsync(
                configuration, "select array_agg(migration_id) from \"__EFMigrationsHistory\"", clock, cancellationToken) as string[] ?? [];
            return db.Database.GetMigrations().Except(applied, StringComparer.Ordinal).Any() ? Older() : HealthCheckResult.Healthy();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return Older();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL has no connection left");
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer: " + exception.Message);
        }
    }

    private static HealthCheckResult Older() => HealthCheckResult.Unhealthy("the database is older than the application: run 'migrate'");
}
