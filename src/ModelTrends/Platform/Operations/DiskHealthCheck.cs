using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ModelTrends.Platform.Operations;

/// <summary>Room on the data folder's disk. A database that cannot write any more stops in the middle of a poll.</summary>
public sealed class DiskHealthCheck(IConfiguration configuration) : IHealthCheck
{
    /// <summary>A day's whole walk with its indexes and its log takes about this much.</summary>
    private const long Little = 2_000_000_000;

    /// <summary>PostgreSQL's log of one checkpoint can take as much.</summary>
    private const long TooLittle = 200_000_000;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = new DriveInfo(Places.DataFolder(configuration)).AvailableFreeSpace;
        var told = string.Create(CultureInfo.InvariantCulture, $"{free / 1_000_000} MB are free on the disk of the data folder");
        return Task.FromResult(free < TooLittle ? HealthCheckResult.Unhealthy(told) : free < Little ? HealthCheckResult.Degraded(told) : HealthCheckResult.Healthy(told));
    }
}
