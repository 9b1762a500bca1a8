using ModelTrends.Data.Tables;
using Npgsql;

namespace ModelTrends.Archive;

/// <summary>
/// Judges the days of a source that sees the whole Hub: fewer than 95 % of the models of the last good day is partial. Days are judged in
/// their order, however the files came, and again when an earlier one arrives.
/// </summary>
public static class DayQuality
{
    private const double LeastShare = 0.95;

    private sealed record Judged(int SetId, DateOnly Day, int Models, SetQuality Stored);

    /// <returns>All partial days of the source.</returns>
    public static async Task<IReadOnlyList<DateOnly>> JudgeAsync(NpgsqlConnection connection, int sourceId, CancellationToken cancellationToken)
    {
        var (good, partial, days) = (new List<int>(), new List<int>(), new List<DateOnly>());
        var last = 0;
        foreach (var set in await SetsAsync(connection, sourceId, cancellationToken))
        {
            var isGood = set.Models >= LeastShare * last;
            if (isGood)
                last = set.Models;
            else
                days.Add(set.Day);
            if (isGood != (set.Stored == SetQuality.Good))
                (isGood ? good : partial).Add(set.SetId);
        }

        await StoreAsync(connection, good, SetQuality.Good, cancellationToken);
        await StoreAsync(connection, partial, SetQuality.Partial, cancellationToken);
        return days;
    }

    private static async Task<List<Judged>> SetsAsync(NpgsqlConnection connection, int sourceId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select id, day, models, quality from observation_set where source_id = @source_id and state = 'Complete' and models > 0 order by day, id", connection);
        command.Parameters.AddWithValue("source_id", sourceId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sets = new List<Judged>();
        while (await reader.ReadAsync(cancellationToken))
            sets.Add(new Judged(reader.GetInt32(0), reader.GetFieldValue<DateOnly>(1), reader.GetInt32(2), Enum.Parse<SetQuality>(reader.GetString(3))));
        return sets;
    }

    /// <summary>A day judged anew is to be derived anew.</summary>
    private static async Task StoreAsync(NpgsqlConnection connection, List<int> setIds, SetQuality quality, CancellationToken cancellationToken)
    {
        if (setIds.Count == 0)
            return;
        await using var command = new NpgsqlCommand("""
            update observation_set set quality = @quality where id = any(@ids);
            delete from trend_day d using observation_set s where s.id = any(@ids) and d.source_id = s.source_id and d.day = s.day;
            """, connection);
        command.Parameters.AddWithValue("quality", quality.ToString());
        command.Parameters.AddWithValue("ids", setIds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
