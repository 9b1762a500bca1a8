using ModelTrends.Data;
using ModelTrends.Domain.Counters;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>
/// The flows a new last day brings or changes. Two sets and a plain difference serve nearly every model, in SQL; the few with a gap, a
/// first sight or a fall are cleaned from their history by the same code that rebuilds everything.
/// </summary>
public sealed class FlowAppend(NpgsqlDataSource dataSource)
{
    /// <summary>Sets looked back for a model to be followed from a settled reading; models without one are read whole.</summary>
    private const int WindowSets = 60;
    /// <summary>Sets a trailing median of 15 differences needs, and the new one.</summary>
    private const int MedianSets = 17;
    /// <summary>Falls settled longer ago than this cannot be opened again by a stall found late.</summary>
    private const int KeepFallDays = 60;

    /// <param name="Days">The days whose flows changed.</param>
    internal sealed record Appended(IReadOnlyList<DateOnly> Days, OpenFalls Falls);

    /// <returns>Null: this is no new last day, rebuild.</returns>
    internal async Task<Appended?> RunAsync(int sourceId, DateOnly day, CancellationToken cancellationToken)
    {
        await using var read = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var write = await dataSource.OpenConnectionAsync(cancellationToken);
        var days = await SourceDays.ReadAsync(read, sourceId, cancellationToken);
        if (!days.IsWholeBefore(day)) return null;

        await using var transaction = await write.BeginTransactionAsync(cancellationToken);
        var all = days.All;
        var goodBefore = all.Where(d => d != day && !days.Stalls.Contains(d)).ToList();
        var (hubDay, fall) = await TotalsAsync(read, sourceId, all, cancellationToken);
        await SourceDays.StoreTotalsAsync(write, sourceId, hubDay, fall, cancellationToken);
        var stalls = StallDetector.Find([.. days.HubDays().Where(d => d.Day != day), hubDay]);
        await SourceDays.StoreStallsAsync(write, sourceId, stalls, cancellationToken);
        var good = all.Where(d => !stalls.Contains(d)).ToList();
        var common = 0;
        while (common < good.Count && common < goodBefore.Count && good[common] == goodBefore[common]) common++;
        if (common == 0) return null;

        var settled = good[common - 1];
        await ExecuteAsync(write, """
            create temporary table new_flow (source_id integer, day date, model_id integer, downloads bigint, likes bigint, correction bigint, flags smallint) on commit drop;
            create temporary table slow_model (model_id integer primary key) on commit drop;
            create temporary table anchor (model_id integer primary key, day date) on commit drop;
            create temporary table changed_day (day date primary key) on commit drop;
            insert into slow_model select model_id from counter_fall where source_id = @source_id and (settled_on is null or settled_on > @settled);
            """, cancellationToken, ("source_id", sourceId), ("settled", settled));
        for (var i = common; i < good.Count; i++)
        {
            var (from, to) = (good[i - 1], good[i]);
            await ExecuteAsync(write, SqlFile.Read<FlowAppend>("append-pair.sql"), cancellationToken,
                ("source_id", sourceId), ("previous", from), ("day", to), ("days", to.DayNumber - from.DayNumber), ("is_stall", stalls.Any(stall => stall > from && stall < to)));
        }

        var falls = new OpenFalls();
        await SlowAsync(read, write, sourceId, all, stalls, settled, falls, cancellationToken);
        await FlowWriter.EnsurePartitionsAsync(write, all[0], day, cancellationToken);
        await ExecuteAsync(write, SqlFile.Read<FlowAppend>("append-store.sql"), cancellationToken, ("source_id", sourceId), ("settled", settled));
        await ExecuteAsync(write, "delete from counter_fall where source_id = @source_id and settled_on < @old", cancellationToken, ("source_id", sourceId), ("old", day.AddDays(-KeepFallDays)));
        await falls.ReadAsync(write, sourceId, all[0], cancellationToken);
        var changed = await ChangedAsync(write, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Appended([.. changed.Concat(Enumerable.Range(1, day.DayNumber - settled.DayNumber).Select(settled.AddDays)).Distinct().Order()], falls);
    }

    private static async Task<(HubDay Day, long Fall)> TotalsAsync(NpgsqlConnection connection, int sourceId, List<DateOnly> days, CancellationToken cancellationToken)
    {
        var (previous, day) = (days[^2], days[^1]);
        long rise, fall;
        await using (var command = new NpgsqlCommand(SqlFile.Read<FlowAppend>("append-totals.sql"), connection).With(("source_id", sourceId), ("previous", previous), ("day", day)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (rise, fall) = (reader.GetInt64(0), reader.GetInt64(1));
        }

        int[] large;
        await using (var command = new NpgsqlCommand(SqlFile.Read<FlowAppend>("append-large.sql"), connection).With(("source_id", sourceId), ("previous", previous)))
            large = (int[])(await command.ExecuteScalarAsync(cancellationToken))!;
        var window = days.TakeLast(MedianSets).ToList();
        var totals = new HubTotals(window);
        if (large.Length > 0)
        {
            await foreach (var model in ModelReadings.StreamAsync(connection, sourceId, window[0], large, cancellationToken))
                totals.Add(model.Downloads);
        }

        var last = totals.Days()[^1].Day;
        return (new HubDay(day, day.DayNumber - previous.DayNumber, rise, last.LargeModels, last.LargeUnmoved), fall);
    }

    private static async Task SlowAsync(
        NpgsqlConnection read, NpgsqlConnection write, int sourceId, List<DateOnly> days, IReadOnlySet<DateOnly> stalls, DateOnly settled, OpenFalls open, CancellationToken cancellationToken)
    {
        int[] slow;
        await using (var command = new NpgsqlCommand("select coalesce(array_agg(model_id order by model_id), '{}') from slow_model", write))
            slow = (int[])(await command.ExecuteScalarAsync(cancellationToken))!;
        if (slow.Length == 0) return;

        var anchors = new List<(int Model, DateOnly Day)>();
        var falls = new List<(int Model, DateOnly? SettledOn)>();
        var whole = new HashSet<int>(slow);
        await using (var flows = await FlowWriter.OpenAsync(write, "new_flow", sourceId, cancellationToken))
        {
            var window = days[Math.Max(0, days.Count - WindowSets)];
            await foreach (var model in ModelReadings.StreamAsync(read, sourceId, window, slow, cancellationToken))
            {
                if (Anchor(model.Downloads, stalls, settled) is not { } anchor || model.Likes.Count != model.Downloads.Count) continue;
                whole.Remove(model.ModelId);
                model.Downloads.RemoveAll(reading => reading.Day < anchor);
                model.Likes.RemoveAll(reading => reading.Day < anchor);
                await WriteAsync(model, anchor, isWhole: false);
            }

            await foreach (var model in ModelReadings.StreamAsync(read, sourceId, DateOnly.MinValue, [.. whole.Order()], cancellationToken))
                await WriteAsync(model, DateOnly.MinValue, isWhole: true);
            await flows.CompleteAsync(cancellationToken);

            async Task WriteAsync(ModelReadings model, DateOnly anchor, bool isWhole)
            {
                var (rows, since) = ModelFlows.Of(model, days, stalls, isWhole);
                foreach (var row in rows)
                    await flows.WriteAsync(model.ModelId, row, cancellationToken);
                anchors.Add((model.ModelId, anchor));
                if (since is not null || FlowRebuild.FellLately(model.Downloads)) falls.Add((model.ModelId, since is not null ? null : days[^1]));
                if (since is { } known && model.Downloads[^1].Day == days[^1]) open.Add(model.ModelId, known);
            }
        }

        await ExecuteAsync(write, "insert into anchor select * from unnest(@models, @days)", cancellationToken,
            ("models", anchors.Select(anchor => anchor.Model).ToArray()), ("days", anchors.Select(anchor => anchor.Day).ToArray()));
        await FlowRebuild.FallsOf(write, sourceId, falls, cancellationToken);
    }

    /// <summary>The last day, no later than <paramref name="settled"/>, that ends more readings without a fall than a fall can stay open: what was before no longer matters.</summary>
    private static DateOnly? Anchor(List<Reading> readings, IReadOnlySet<DateOnly> stalls, DateOnly settled)
    {
        DateOnly? anchor = null;
        Reading? last = null;
        var rising = 0;
        foreach (var reading in readings.Where(reading => !stalls.Contains(reading.Day) && reading.Day <= settled))
        {
            if (last is { } before) rising = reading.Value >= before.Value ? rising + 1 : 0;
            if (rising > CounterCleaner.RecoveryReadings) anchor = reading.Day;
            last = reading;
        }

        return anchor;
    }

    private static async Task<List<DateOnly>> ChangedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var days = new List<DateOnly>();
        await using var command = new NpgsqlCommand("select day from changed_day", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            days.Add(reader.GetFieldValue<DateOnly>(0));
        return days;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection).With(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
