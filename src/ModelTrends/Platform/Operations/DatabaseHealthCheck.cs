using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ModelTrends.Data;

namespace ModelTrends.Platform.Operations;

/// <summary>Ready when PostgreSQL answers and holds this version's tables.</summary>
public sealed class DatabaseHealthCheck(ModelTrendsDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!await db.Database.CanConnectAsync(cancellationToken))
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer");
        var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
        return pending.Any() ? HealthCheckResult.Unhealthy("the database is older than the application: run 'migrate'") : HealthCheckResult.Healthy();
    }
}
