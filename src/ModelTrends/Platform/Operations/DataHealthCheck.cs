using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ModelTrends.Platform.Operations;

/// <summary>How old the newest complete poll is. Old numbers are numbers: the site is ready, and who watches is told.</summary>
public sealed class DataHealthCheck(IConfiguration configuration, TimeProvider clock) : IHealthCheck
{
    /// <summary>The walk is daily and takes hours; one that failed has been tried again by then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(36);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var newest = await HealthQuestion.AskAsync(
                configuration, "select max(finished_at) from observation_set where scope = 'Hub' and state = 'Complete'", clock, cancellationToken) as DateTime?;
            if (newest is not { } finished)
                return HealthCheckResult.Healthy("the whole Hub has not been polled yet");
            var told = string.Create(CultureInfo.InvariantCulture, $"the newest complete poll of the Hub ended {finished:yyyy-MM-dd HH:mm} UTC");
            return clock.GetUtcNow().UtcDateTime - finished > Longest ? HealthCheckResult.Degraded(told) : HealthCheckResult.Healthy(told);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Degraded("not known: the database did not tell");
        }
    }
}
