using Microsoft.Extensions.DependencyInjection;
using ModelTrends.Data;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Benchmarks;

/// <summary>A year of a Hub of 20,000 models in the tables, attributed and derived as after real polls.</summary>
internal static class SimulatedYear
{
    public const int Models = 20_000;
    public const int Days = 365;
    public static readonly DateOnly Last = new(2026, 11, 22);

    /// <summary>Downloads ever of a model with a daily rate, a trend over the year and a weekly rhythm, after so many days of life.</summary>
    private const string CountAt = """
        create or replace function pg_temp.count_at(rate double precision, trend double precision, d integer, age integer) returns double precision language sql immutable as
        $$ select case when age <= 0 then 0 else rate * (age * (1 + trend * greatest(d - age, 0) / 365.0) + trend * age * age / 730.0 + 40 * (1 - exp(-age / 20.0)) + 0.9 * (1 + sin(6.2831853 * (d % 7) / 7.0))) end $$;
        """;

    public static async Task WriteAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var dataSource = services.GetRequiredService<NpgsqlDataSource>();
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await ObservationPartitions.EnsureAsync(connection, Enumerable.Range(0, Days + 1).Select(day => Last.AddDays(-day)), cancellationToken);
            await RunAsync(connection, CountAt, cancellationToken);
            var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "simulated-year.sql"), cancellationToken);
            await RunAsync(connection, text.Replace("count_at(", "pg_temp.count_at(", StringComparison.Ordinal)
                .Replace("@models", $"{Models}", StringComparison.Ordinal).Replace("@days", $"{Days}", StringComparison.Ordinal).Replace("@last", $"'{Last:yyyy-MM-dd}'", StringComparison.Ordinal), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await using var scope = services.CreateAsyncScope();
        var pipeline = new ObservationPipeline(scope.ServiceProvider.GetServices<IAfterObservation>());
        foreach (var source in new[] { 1, 2 })
            await pipeline.RunAsync(new ObservationChange(source, Last.AddDays(1 - Days), Last), cancellationToken);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 3600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
