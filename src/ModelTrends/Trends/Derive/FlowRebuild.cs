using ModelTrends.Domain.Counters;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>All flows of a source from its observations alone: once over the counters to find the stalls, once more to clean them.</summary>
public sealed class FlowRebuild(NpgsqlDataSource dataSource)
{
    /// <summary>Readings back in which a fall makes a model be looked at whole when the next day arrives; more than a fall can stay open.</summary>
    private const int RecentReadings = 40;

    internal async Task<OpenFalls> RunAsync(int sourceId, CancellationToken cancellationToken)
    {
        await using var read = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var write = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await write.BeginTransactionAsync(cancellationToken);
        var days = await SourceDays.ReadAsync(read, sourceId, cancellationToken);
        await ExecuteAsync(write, "delete from flow where source_id = @source_id; delete from counter_fall where source_id = @source_id", sourceId, cancellationToken);
        var open = new OpenFalls();
        if (days.All.Count > 0)
        {
            var stalls = await FindStallsAsync(read, write, sourceId, days.All, cancellationToken);
            await FlowWriter.EnsurePartitionsAsync(write, days.All[0], days.All[^1], cancellationToken);
            await WriteAsync(read, write, sourceId, days.All, stalls, open, cancellationToken);
            await open.ReadAsync(write, sourceId, days.All[0], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return open;
    }

    private static async Task<IReadOnlySet<DateOnly>> FindStallsAsync(NpgsqlConnection read, NpgsqlConnection write, int sourceId, List<DateOnly> days, CancellationToken cancellationToken)
    {
        var totals = new HubTotals(days);
        await foreach (var model in ModelReadings.StreamAsync(read, sourceId, DateOnly.MinValue, null, cancellationToken))
            totals.Add(model.Downloads);
        var hubDays = totals.Days();
        var stalls = StallDetector.Find([.. hubDays.Select(x => x.Day)]);
        foreach (var (day, fall) in hubDays)
            await SourceDays.StoreTotalsAsync(write, sourceId, day, fall, cancellationToken);
        await SourceDays.StoreStallsAsync(write, sourceId, stalls, cancellationToken);
        return stalls;
    }

    private static async Task WriteAsync(NpgsqlConnection read, NpgsqlConnection write, int sourceId, List<DateOnly> days, IReadOnlySet<DateOnly> stalls, OpenFalls open, CancellationToken cancellationToken)
    {
        var falls = new List<(int Model, DateOnly? SettledOn)>();
        await using (var flows = await FlowWriter.OpenAsync(write, "flow", sourceId, cancellationToken))
        {
            await foreach (var model in ModelReadings.StreamAsync(read, sourceId, DateOnly.MinValue, null, cancellationToken))
            {
                var (rows, since) = ModelFlows.Of(model, days, stalls);
                foreach (var row in rows)
                    await flows.WriteAsync(model.ModelId, row, cancellationToken);
                if (since is not null || FellLately(model.Downloads))
                    falls.Add((model.ModelId, since is not null ? null : days[^1]));
                if (since is { } known && model.Downloads[^1].Day == days[^1])
                    open.Add(model.ModelId, known);
            }

            await flows.CompleteAsync(cancellationToken);
        }

        await FallsOf(write, sourceId, falls, cancellationToken);
    }

    internal static async Task FallsOf(NpgsqlConnection connection, int sourceId, List<(int Model, DateOnly? SettledOn)> falls, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into counter_fall (source_id, model_id, settled_on) select @source_id, model, settled from unnest(@models, @settled) as fall (model, settled)
            on conflict (source_id, model_id) do update set settled_on = excluded.settled_on
            """, connection).With(("source_id", sourceId), ("models", falls.Select(fall => fall.Model).ToArray()), ("settled", falls.Select(fall => fall.SettledOn).ToArray()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static bool FellLately(List<Reading> readings)
    {
        for (var i = Math.Max(1, readings.Count - RecentReadings); i < readings.Count; i++)
            if (readings[i].Value < readings[i - 1].Value) return true;
        return false;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, int sourceId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection).With(("source_id", sourceId));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
