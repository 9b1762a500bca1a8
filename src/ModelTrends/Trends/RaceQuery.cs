using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>What races need beyond shares: single models over time, and the day each runner was released.</summary>
public sealed class RaceQuery(NpgsqlDataSource dataSource, TrendSources sources, LeaderboardQuery boards, CurrentRegistry registries)
{
    /// <summary>Runners where nobody named any: the most downloaded.</summary>
    private const int UsualRunners = 5;

    public sealed record Runner(int Id, string ModelId, DateOnly? Released, string Country);

    /// <param name="Answer">One series a model; no shares, for the rest of the Hub does not run.</param>
    public sealed record Models(ShareQuery.Response Answer, IReadOnlyList<Runner> Runners);

    /// <exception cref="BadQueryException">A name is of no model that was observed.</exception>
    public async Task<Models> ModelsAsync(Selection selection, Measure measure, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var source = await sources.FindAsync(selection.Source, measure, cancellationToken);
        if (names.Count == 0)
            names = [.. (await boards.HandleAsync(new LeaderboardQuery.Query(selection, BoardMeasure.Downloads30d, UsualRunners), cancellationToken)).Entries.Select(entry => entry.ModelId)];
        var runners = await RunnersAsync(selection, names, cancellationToken);
        if (measure is not (Measure.Downloads or Measure.Downloads30d or Measure.DownloadsAllTime or Measure.Likes or Measure.NewLikes) || source is null || !source.Has(measure))
            return new Models(new ShareQuery.Response(AnswerMeta.Of(selection, measure, source, registries.Now, null, [$"{source?.Key ?? "No source"} does not tell {Names.Of(measure)} of single models."]), [], []), runners);
        var (from, to) = (selection.From ?? source.FirstDay, selection.To ?? source.LastDay);
        var points = runners.ToDictionary(runner => runner.Id, _ => new Dictionary<DateOnly, decimal>());
        await using (var command = dataSource.CreateCommand(Sql(measure)).With(
            ("source_id", source.Id), ("from", from), ("to", to), ("interval", Names.Of(selection.Interval)), ("is_flow", measure.IsFlow()), ("ids", runners.Select(runner => runner.Id).ToArray())))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                points[reader.GetInt32(1)][reader.GetFieldValue<DateOnly>(0)] = Micro.ToDecimal(reader.GetInt64(2));
        }

        var flags = await PeriodFlags.ReadAsync(dataSource, source, selection.Interval, measure, from, to, cancellationToken);
        var periods = points.Values.SelectMany(one => one.Keys).Distinct().Order().ToArray();
        var series = runners.Select(runner => new ShareQuery.Series(runner.ModelId, runner.ModelId, Points(points[runner.Id], periods, measure, flags))).ToArray();
        var unknown = runners.Count == 0 ? (decimal?)null : 0;
        return new Models(new ShareQuery.Response(AnswerMeta.Of(selection, measure, source, registries.Now, unknown, periods.Length == 0 ? ["There is no data for this question in this interval."] : []), series, []), runners);
    }

    /// <summary>Keys without a dated model are left out.</summary>
    public async Task<IReadOnlyDictionary<string, DateOnly>> ReleaseDaysAsync(Selection selection, Dimension by, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var registry = registries.Now;
        var (key, where) = by switch
        {
            Dimension.Lab => ("a.lab_id", "a.lab_id = any(@keys)"),
            Dimension.Family => ("a.family_id", "a.family_id = any(@keys)"),
            // Families have an index; a generation belongs to one.
            Dimension.Generation => ("a.generation", "a.family_id = any(@families) and a.generation = any(@keys)"),
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, "Countries are not released."),
        };
        var families = registry.Families.Where(family => family.Generations.Any(generation => keys.Contains(generation.Name, StringComparer.Ordinal))).Select(family => family.Id).ToArray();
        await using var command = dataSource.CreateCommand(SqlFile.Read<RaceQuery>("release-days.sql").Replace("{key}", key, StringComparison.Ordinal).Replace("{where}", where, StringComparison.Ordinal))
            .With(("keys", keys.ToArray()), ("families", families), ("lens", (short)selection.Lens));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var days = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            days[reader.GetString(0)] = reader.GetFieldValue<DateOnly>(1);
        return days;
    }

    private async Task<IReadOnlyList<Runner>> RunnersAsync(Selection selection, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<RaceQuery>("race-models.sql")).With(("names", names.Select(name => name.ToLowerInvariant()).ToArray()), ("lens", (short)selection.Lens));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<string, Runner>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadAsync(cancellationToken))
            found.TryAdd(reader.GetString(1), new Runner(reader.GetInt32(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2), reader.GetString(3)));
        if (names.FirstOrDefault(name => !found.ContainsKey(name)) is { } missing)
        {
            throw new BadQueryException(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["keys"] = $"No model '{(missing.Length > 60 ? missing[..60] + "…" : missing)}' has been observed; /search finds owner/name." },
                new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
        }

        return [.. names.Select(name => found[name]).DistinctBy(runner => runner.Id)];
    }

    /// <summary>From the first to the last period a model has: a flow without a row in between is none, a stock without one is unknown.</summary>
    private static IReadOnlyList<ShareQuery.Point> Points(Dictionary<DateOnly, decimal> values, DateOnly[] periods, Measure measure, PeriodFlags flags)
    {
        if (values.Count == 0) return [];
        var (first, last) = (values.Keys.Min(), values.Keys.Max());
        return [.. periods.Where(period => period >= first && period <= last).Select(period => new ShareQuery.Point(
            period, values.TryGetValue(period, out var value) ? value : measure.IsFlow() ? 0 : null, null, flags.Of(period, 1, 0)))];
    }

    private static string Sql(Measure measure) => SqlFile.Read<RaceQuery>("model-race.sql")
        .Replace("{stock}", "o." + (measure switch { Measure.DownloadsAllTime => "downloads_all_time", Measure.Likes => "likes", _ => "downloads_30d" }), StringComparison.Ordinal)
        .Replace("{flow}", measure == Measure.NewLikes ? "likes" : "downloads", StringComparison.Ordinal);
}
