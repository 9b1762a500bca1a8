using Hangfire;
using Hangfire.PostgreSql;
using ModelTrends.Platform.Hosting;
using ModelTrends.Platform.Postgres;

namespace ModelTrends.Platform.Jobs;

/// <summary>Hangfire on the same PostgreSQL. Jobs may run twice (a killed worker's job is taken over), so every job is idempotent.</summary>
public static class JobsModule
{
    public const string Schema = "hangfire";

    public static void AddJobs(this WebApplicationBuilder builder, Roles roles)
    {
        var connectionString = builder.Configuration[DatabaseServer.Setting]!;
        builder.Services.AddHangfire(configuration => configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseFilter(new JobLogFilter())
            .UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(connectionString),
                new PostgreSqlStorageOptions
                {
                    SchemaName = Schema,
                    PrepareSchemaIfNecessary = false,
                    UseSlidingInvisibilityTimeout = true,
                    // A worker that died is noticed after this long; a living one renews it, so long polls are safe.
                    InvisibilityTimeout = TimeSpan.FromMinutes(5),
                    // Often enough for a person who waits for a mail, rarely enough to be nothing to the database.
                    QueuePollInterval = TimeSpan.FromSeconds(2),
                    EnableTransactionScopeEnlistment = true,
                }));

        if (roles.HasFlag(Roles.Worker))
        {
            builder.Services.AddHangfireServer(options =>
            {
                // Polls wait for the network most of the time; two more keep mail and derivations from queuing behind them.
                options.WorkerCount = Math.Max(4, Environment.ProcessorCount);
                options.ShutdownTimeout = TimeSpan.FromSeconds(15);
            });
            builder.Services.AddHostedService<Schedule>();
        }
    }
}
