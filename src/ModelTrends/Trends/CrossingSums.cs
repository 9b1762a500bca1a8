using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Trends;
using ModelTrends.Trends.Derive;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>What two keys had on each day of a source, under every population, lens and measure at once.</summary>
internal sealed class CrossingSums
{
    /// <summary>The cube's columns, in the order of <c>crossings.sql</c>.</summary>
    private static readonly Measure[] Measures = [Measure.Downloads, Measure.Downloads30d, Measure.DownloadsAllTime, Measure.Likes];

    private readonly HashSet<DateOnly> _observed = [];
    private readonly Dictionary<(Lens, Population), SortedDictionary<DateOnly, Sums>> _days = Enum.GetValues<Lens>()
        .SelectMany(lens => Enum.GetValues<Population>().Select(population => (lens, population))).ToDictionary(key => key, _ => new SortedDictionary<DateOnly, Sums>());
    private readonly Dictionary<(Lens, Population), bool[]> _seen = [];

    private CrossingSums()
    {
        foreach (var key in _days.Keys) _seen[key] = [false, false, false];
    }

    /// <param name="A">Millionths by measure, as the cube stores them.</param>
    private sealed record Sums(long[] A, long[] B);

    public static async Task<CrossingSums> ReadAsync(
        NpgsqlDataSource dataSource, TrendSource source, CrossingsQuery.Query query, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var sums = new CrossingSums();
        await using (var command = dataSource.CreateCommand("select day from trend_day where source_id = @source_id and day between @from and @to and set_id is not null").With(("source_id", source.Id), ("from", from), ("to", to)))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) sums._observed.Add(reader.GetFieldValue<DateOnly>(0));
        }

        // As it was recorded at a moment the rows of labs are made for one lens at a time; a stored cube holds both.
        Lens[] readings = query.Selection.AsOf is not null && query.By is not (Dimension.Country or Dimension.Region) ? Enum.GetValues<Lens>() : [Lens.Origin];
        foreach (var lens in readings) await sums.AddAsync(dataSource, source, query, lens, from, to, cancellationToken);
        return sums;
    }

    /// <summary>In order, on the days the measure was observed; null: no row of the definition, or none of either key.</summary>
    public IReadOnlyList<(DateOnly Day, decimal A, decimal B)>? Points(Measure measure, Population population, Lens lens, DateOnly from, DateOnly to)
    {
        var index = Array.IndexOf(Measures, measure);
        var points = _days[(lens, population)].Where(day => day.Key >= from && day.Key <= to && (measure.IsFlow() || _observed.Contains(day.Key)))
            .Select(day => (day.Key, Micro.ToDecimal(day.Value.A[index]), Micro.ToDecimal(day.Value.B[index]))).ToArray();
        return points.Length == 0 ? null : points;
    }

    /// <summary>Whether one of both has rows at all under the definition.</summary>
    public bool HasEither(Population population, Lens lens) => _seen[(lens, population)] is [_, var a, var b] && (a || b);

    private async Task AddAsync(NpgsqlDataSource dataSource, TrendSource source, CrossingsQuery.Query query, Lens reading, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var selection = query.Selection with { Population = Population.All, Lens = reading };
        await using var command = dataSource.CreateCommand(SqlOf(query, reading)).With(selection).With(
            ("source_id", source.Id), ("from", from), ("to", to), ("a", ModelMeasures.ValuesOf(query.By, query.A)), ("b", ModelMeasures.ValuesOf(query.By, query.B)),
            ("language", (short)TaskGroup.Language), ("mainline", (int)TraitFlags.Mainline), ("first_year", (int)TraitFlags.FirstYear));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var day = reader.GetFieldValue<DateOnly>(0);
            long[] values = [reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9)];
            foreach (var (lens, column) in new[] { (Lens.Origin, 1), (Lens.Publisher, 2) })
            {
                if (reader.IsDBNull(column)) continue;
                var side = reader.GetInt32(column);
                foreach (var population in Enum.GetValues<Population>())
                {
                    if (population switch { Population.Language => reader.GetBoolean(3), Population.Mainline => reader.GetBoolean(4), Population.FirstYear => reader.GetBoolean(5), _ => true })
                        Add(lens, population, day, side, values);
                }
            }
        }
    }

    private void Add(Lens lens, Population population, DateOnly day, int side, long[] values)
    {
        _seen[(lens, population)][side] = true;
        var days = _days[(lens, population)];
        if (!days.TryGetValue(day, out var sums)) days[day] = sums = new Sums(new long[Measures.Length], new long[Measures.Length]);
        if (side == 0) return;
        var target = side == 1 ? sums.A : sums.B;
        for (var i = 0; i < values.Length; i++) target[i] += values[i];
    }

    /// <summary>The statement of a question, for the plan test too.</summary>
    public static string SqlOf(CrossingsQuery.Query query, Lens reading)
    {
        var byCountry = query.By is Dimension.Country or Dimension.Region;
        var isPast = query.Selection.AsOf is not null;
        var cube = isPast ? SqlFile.Read<CrossingsQuery>("as-of.sql").Replace("{part}", Ledger.Read<CubeStep>("part.sql"), StringComparison.Ordinal) : byCountry ? "country_cube" : "lab_cube";
        var (origin, publisher) = byCountry ? (Side("cube.origin_country"), Side("cube.publisher_country")) : (OfLens(Lens.Origin), OfLens(Lens.Publisher));
        return SqlFile.Read<CrossingsQuery>("crossings.sql")
            .Replace("{cube}", cube, StringComparison.Ordinal)
            .Replace("{origin}", origin, StringComparison.Ordinal)
            .Replace("{publisher}", publisher, StringComparison.Ordinal)
            .Replace("{where}", Filter.Where("cube"), StringComparison.Ordinal);

        static string Side(string key) => $"case when {key} = any(@a) then 1 when {key} = any(@b) then 2 else 0 end";

        string OfLens(Lens lens) => isPast
            ? lens == reading ? Side(ShareQuery.KeyOf(query.By)) : "null::integer"
            : $"case when cube.lens = {(lens == Lens.Origin ? 0 : 1)} then {Side(ShareQuery.KeyOf(query.By))} end";
    }
}
