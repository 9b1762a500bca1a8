using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>The release calendar: models by the period of their release, among those a source observed on one day.</summary>
public sealed class ReleasesQuery(NpgsqlDataSource dataSource, TrendSources sources, CurrentRegistry registries)
{
    /// <summary>Names told of each period and key.</summary>
    private const int Examples = 5;

    /// <summary>Periods looked at when no first day is asked for: about what a calendar shows beside each other.</summary>
    private const int UsualPeriods = 12;

    public sealed record Query(Selection Selection, Dimension By = Dimension.Country, DateOnly? Day = null)
    {
        public static IReadOnlyList<QueryParameter> Parameters { get; } = Selection.With(QueryParameter.Choice("by", "What models are counted for.", Dimension.Country), ModelMeasures.Day);

        public static Query Read(QueryReader reader) => new(Selection.Read(reader), reader.Choice("by", Dimension.Country), reader.Day("day"));
    }

    public sealed record Response(Meta Meta, DateOnly? Day, IReadOnlyList<Series> Series) : ICsvAnswer
    {
        public CsvTable ToCsv() => new(
            ["period", "key", "name", "country", "models", "examples"],
            Series.SelectMany(series => series.Points.Select(point => (IReadOnlyList<object?>)[point.Day, series.Key, series.Name, series.Country, point.Models, point.Examples])));
    }

    /// <param name="Country">Of a lab, family or generation, or the key itself; null where the key is a region.</param>
    public sealed record Series(string Key, string Name, string? Country, int Models, IReadOnlyList<Point> Points);

    /// <param name="Examples">The most downloaded of them, at most five.</param>
    public sealed record Point(DateOnly Day, int Models, IReadOnlyList<string> Examples);

    public async Task<Response> HandleAsync(Query query, CancellationToken cancellationToken = default)
    {
        var (source, day, note) = await ModelMeasures.FindAsync(dataSource, sources, query.Selection, Measure.NewModels, query.Day, cancellationToken);
        if (source is null || day is null)
            return new Response(AnswerMeta.Of(query.Selection, Measure.NewModels, source, registries.Now, null, [note!], "releases"), null, []);
        var to = query.Selection.To < day ? query.Selection.To.Value : day.Value;
        var from = query.Selection.From ?? First(to, query.Selection.Interval);
        var rows = await ReadAsync(query, source, day.Value, from, to, cancellationToken);
        var series = rows.GroupBy(row => row.Key, StringComparer.Ordinal).Select(group => new Series(
                group.Key, KeyNames.Of(query.By, group.Key, registries.Now), Country(query.By, group.Key), group.Sum(row => row.Models),
                [.. group.GroupBy(row => row.Period).OrderBy(period => period.Key).Select(period => new Point(period.Key, period.Sum(row => row.Models), [.. period.SelectMany(row => row.Names).Take(Examples)]))]))
            .OrderByDescending(found => found.Models).ThenBy(found => found.Key, StringComparer.Ordinal).ToArray();
        var unknown = Shares.Of(series.Where(found => found.Key == Countries.Unknown).Sum(found => found.Models), series.Sum(found => found.Models));
        var notes = new List<string> { $"Models the source observed on {day:yyyy-MM-dd}, by the day their repository was created; what it did not observe is not counted." };
        if (series.Length == 0) notes.Add("None of them was released in this interval.");
        return new Response(AnswerMeta.Of(query.Selection, Measure.NewModels, source, registries.Now, unknown, notes, "releases") with { From = from, To = to }, day, series);
    }

    private async Task<List<(DateOnly Period, string Key, int Models, string[] Names)>> ReadAsync(Query query, TrendSource source, DateOnly day, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var key = query.By switch
        {
            Dimension.Country or Dimension.Region => "coalesce(a.country, 'unknown')",
            Dimension.Lab => "coalesce(a.lab_id, 'unknown')",
            Dimension.Family => "coalesce(a.family_id, case when coalesce(a.lab_id, 'unknown') = 'unknown' then 'unknown' else 'other' end)",
            _ => "coalesce(a.generation, case when coalesce(a.lab_id, 'unknown') = 'unknown' then 'unknown' else 'other' end)",
        };
        // Mainline without lineage and downloads is the candidate's flag; a release is in its first year by definition.
        var where = Filter.Where("t").Replace("@flags_on", "(case when @flags_on = 4 then 2 else 0 end)", StringComparison.Ordinal);
        var sql = Ledger.Read<ReleasesQuery>("releases.sql").Replace("{key}", key, StringComparison.Ordinal).Replace("{where}", where, StringComparison.Ordinal);
        await using var command = dataSource.CreateCommand(sql).With(query.Selection).With(
            ("source_id", source.Id), ("day", day), ("from", from), ("to", to), ("interval", Names.Of(query.Selection.Interval)), ("examples", Examples));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(DateOnly, string, int, string[])>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetFieldValue<DateOnly>(0), query.By == Dimension.Region ? Regions.Of(reader.GetString(1)) : reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<string[]>(3)));
        return rows;
    }

    private static DateOnly First(DateOnly to, Interval interval)
    {
        var last = Period.Start(to, interval);
        return interval switch
        {
            Interval.Month => last.AddMonths(1 - UsualPeriods),
            Interval.Week => last.AddDays(7 * (1 - UsualPeriods)),
            _ => last.AddDays(1 - UsualPeriods),
        };
    }

    private string? Country(Dimension by, string key) => by switch
    {
        Dimension.Country => key,
        Dimension.Region => null,
        Dimension.Lab => registries.Now.FindLab(key)?.Country,
        Dimension.Family => registries.Now.FindFamily(key) is { } family ? registries.Now.FindLab(family.LabId)?.Country : null,
        _ => registries.Now.Families.FirstOrDefault(family => family.Generations.Any(generation => generation.Name == key)) is { } family ? registries.Now.FindLab(family.LabId)?.Country : null,
    };
}
