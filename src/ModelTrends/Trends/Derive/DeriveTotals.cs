using Medallion.Threading.Postgres;
using ModelTrends.Data;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>
/// What follows an observation: traits, flows and totals of the days that can still change. Two imports take turns, since the days of
/// one can be neighbours of the other's.
/// </summary>
public sealed class DeriveTotals(NpgsqlDataSource dataSource, TraitStep traits, FlowAppend append, FlowRebuild rebuild, CubeStep cubes, DayFlags flags, TimeProvider clock) : IAfterObservation
{
    /// <summary>The number is arbitrary and only has to stay the same between versions.</summary>
    private static readonly PostgresAdvisoryLockKey Key = new(7_205_759_410);

    /// <summary>A fall settled today changes flows some ten days back, and those are the memory of a month.</summary>
    private const int LowDayReach = 60;

    public int Order => 200;

    public async Task RunAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        await using var turn = await new PostgresDistributedLock(Key, dataSource).AcquireAsync(cancellationToken: cancellationToken);
        var since = await SinceAsync(cancellationToken);
        await traits.RunAsync(change.FirstDay, cancellationToken);
        await RefreshDaysAsync(change.SourceId, change.FirstDay, change.LastDay, cancellationToken);
        if (await CountersAsync(change, cancellationToken))
        {
            var appended = change.FirstDay == change.LastDay ? await append.RunAsync(change.SourceId, change.LastDay, cancellationToken) : null;
            var falls = appended?.Falls;
            if (appended is null)
            {
                falls = await rebuild.RunAsync(change.SourceId, cancellationToken);
                await cubes.RunAsync(change.SourceId, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
            }
            else
            {
                foreach (var day in appended.Days.Append(change.LastDay).Distinct().Order())
                    await cubes.RunAsync(change.SourceId, day, day, cancellationToken);
            }

            await flags.RunAsync(change.SourceId, appended is null ? DateOnly.MinValue : change.LastDay.AddDays(-LowDayReach), falls!, cancellationToken);
        }
        else
        {
            await cubes.RunAsync(change.SourceId, change.FirstDay, change.LastDay, cancellationToken);
        }

        await RefreshStaleAsync(since, cancellationToken);
    }

    /// <summary>Another registry, or an administrator's tag: the days its models were observed on are counted anew. No flow changes.</summary>
    public async Task FollowAttributionAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var turn = await new PostgresDistributedLock(Key, dataSource).AcquireAsync(cancellationToken: cancellationToken);
        // The registry's files also hold the days of releases, which traits rest on.
        await traits.RunAsync(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), cancellationToken);
        await RefreshStaleAsync(since, cancellationToken);
    }

    /// <summary>Everything from what is stored, as if it had just arrived. <paramref name="from"/> limits the totals, never the flows they rest on.</summary>
    public async Task RebuildAsync(int sourceId, DateOnly? from, CancellationToken cancellationToken)
    {
        await using var turn = await new PostgresDistributedLock(Key, dataSource).AcquireAsync(cancellationToken: cancellationToken);
        await traits.RunAsync(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), cancellationToken);
        await RefreshDaysAsync(sourceId, DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
        var falls = await rebuild.RunAsync(sourceId, cancellationToken);
        await cubes.RunAsync(sourceId, from ?? DateOnly.MinValue, DateOnly.MaxValue, cancellationToken);
        await flags.RunAsync(sourceId, DateOnly.MinValue, falls, cancellationToken);
    }

    private async Task RefreshDaysAsync(int sourceId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Read<DeriveTotals>("days.sql"), connection, transaction).With(("source_id", sourceId), ("from", from), ("to", to));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Whether the change brought a set that cumulative counters or likes can be read from.</summary>
    private async Task<bool> CountersAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select exists (select 1 from trend_day where source_id = @source_id and day between @from and @to and set_id is not null and (has_downloads_all_time or has_likes))")
            .With(("source_id", change.SourceId), ("from", change.FirstDay), ("to", change.LastDay));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Attributions recorded since the last run can touch any day.</summary>
    private async Task<DateTimeOffset> SinceAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select max(derived_at) from trend_day");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime time ? new DateTimeOffset(time, TimeSpan.Zero) : DateTimeOffset.MinValue;
    }

    private async Task RefreshStaleAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var stale = new List<(int Source, DateOnly Day)>();
        await using (var command = dataSource.CreateCommand(SqlFile.Read<DeriveTotals>("stale-days.sql")).With(("since", since)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                stale.Add((reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1)));
        }

        var now = clock.GetUtcNow();
        foreach (var (source, day) in stale.Order())
            await cubes.RefreshAsync(source, day, now, cancellationToken);
    }
}
