using ModelTrends.Tests.Platform;
using NpgsqlTypes;

namespace ModelTrends.Tests.Trends;

/// <summary>
/// A Hub of 20,000 models over a year whose true flows are known, observed as the real one is: counters of young repositories that freeze on
/// Wednesdays and catch up, two rollbacks, gaps, renames. The same seed gives the same year.
/// </summary>
internal sealed class SimulatedYear
{
    public const int Models = 20_000;
    public const int Days = 365;
    public static readonly DateOnly First = new(2025, 9, 1);
    private static readonly string[] Countries = ["CN", "US", "FR", "individual"];
    private static readonly int[] Gaps = [62, 63, 140, 203, 204, 205, 290];
    /// <summary>First and last day on which young counters show what they had ten days before.</summary>
    private static readonly (int From, int To)[] Rollbacks = [(121, 124), (249, 253)];

    private readonly int[] _born = new int[Models];
    private readonly double[] _rate = new double[Models];
    private readonly int[] _country = new int[Models];
    private readonly Dictionary<(DateOnly Day, string Country), decimal> _truth = [];
    private readonly Dictionary<(DateOnly Day, string Country), decimal> _naive = [];

    public IReadOnlyDictionary<(DateOnly Day, string Country), decimal> Truth => _truth;

    /// <summary>Differences of neighbouring observations, falls counted as zero.</summary>
    public IReadOnlyDictionary<(DateOnly Day, string Country), decimal> Naive => _naive;

    public static bool IsInjured(DateOnly monday) =>
        Gaps.Concat(Rollbacks.SelectMany(r => Enumerable.Range(r.From, r.To - r.From + 2))).Any(day => First.AddDays(day) >= monday && First.AddDays(day) < monday.AddDays(7));

    public async Task<int> WriteAsync(TestDatabase database)
    {
        var random = new Random(20251);
        for (var m = 0; m < Models; m++)
        {
            // Labs of one country come late and all at once, so that an injury of young counters falls on them.
            _born[m] = m < 3000 ? -400 : 1 + (int)((Days - 20) * Math.Sqrt(random.NextDouble()));
            var draw = random.Next(100);
            _country[m] = draw < (_born[m] > 0 ? 75 : 10) ? 0 : draw < 80 ? 1 : draw < 90 ? 2 : 3;
            _rate[m] = Math.Min(40_000, (_country[m] == 0 && _born[m] > 0 ? 30 : 20) * Math.Pow(random.NextDouble() + 0.0005, -1.1));
        }

        var seed = new Seed(database);
        var source = await seed.SourceAsync("hub");
        await WriteModelsAsync(seed);
        for (var month = First; month <= First.AddDays(Days); month = month.AddMonths(1)) await seed.PartitionAsync(month);
        await WriteObservationsAsync(database, seed, source, random);
        return source;
    }

    private async Task WriteModelsAsync(Seed seed)
    {
        await seed.ExecuteAsync(
            """
            insert into model (id, hub_id, name, namespace, created_at, pipeline_tag, base_names, base_hub_ids, first_seen, last_seen, state)
            select m, lpad(to_hex(m), 24, '0'), 'o' || m % 997 || case when m % 100 = 0 then '-renamed' else '' end || '/m' || m, 'o' || m % 997, born, 'text-generation', '{}', '{}', '2025-09-01', '2026-08-31', 'Listed'
            from unnest(@ids, @born) as x (m, born);
            insert into model_name (model_id, name, first_seen, last_seen) select id, 'o' || id % 997 || '/m' || id, '2025-09-01', '2026-01-31' from model where id % 100 = 0;
            insert into attribution (model_id, lens, lab_id, country, part_from, part_to, parts, root_name, depth, rule, valid_from, recorded_at)
            select m, lens, 'lab-' || country, country, 0, 1, 1, 'root', 0, 'namespace', '2020-01-01', '2026-01-01' from unnest(@ids, @countries) as x (m, country), (values (0), (1)) l (lens);
            """,
            ("ids", Enumerable.Range(1, Models).ToArray()), ("born", _born.Select(day => First.AddDays(day).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)).ToArray()), ("countries", _country.Select(c => Countries[c]).ToArray()));
    }

    private async Task WriteObservationsAsync(TestDatabase database, Seed seed, int source, Random random)
    {
        var counter = Enumerable.Range(0, Models).Select(m => _born[m] < 0 ? (long)(_rate[m] * 400) : 0).ToArray();
        var seen = new long[Models];
        var past = new Queue<long[]>();
        var sets = (int[])(await seed.ScalarAsync(
            """
            with made as (
              insert into observation_set (source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
              select @source, 'Hub', @first::date + d, @first::date + d, @first::date + d, 'Complete', 'Good', 20000, 1, 1, 0 from generate_series(0, @days - 1) d where d <> all(@gaps) order by d returning id
            ) select array_agg(id order by id) from made
            """, ("source", source), ("first", First), ("days", Days), ("gaps", Gaps)))!;
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("copy observation (day, set_id, model_id, downloads_all_time) from stdin (format binary)");
        var set = 0;
        for (var day = 0; day < Days; day++)
        {
            var date = First.AddDays(day);
            var season = (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.93 : 1) * (0.95 + (random.NextDouble() * 0.1));
            var isStall = date.DayOfWeek == DayOfWeek.Wednesday && day % 3 == 0 && day > 30;
            var isBack = Rollbacks.Any(r => day >= r.From && day <= r.To);
            var isSeen = !Gaps.Contains(day);
            past.Enqueue((long[])counter.Clone());
            if (past.Count > 12) past.Dequeue();
            var old = Rollbacks.FirstOrDefault(r => day >= r.From && day <= r.To) is { From: > 0 } back ? Math.Max(0, past.Count - 1 - (day - back.From) - 8) : 0;
            var before = isBack ? past.ElementAt(old) : null;
            for (var m = 0; m < Models; m++)
            {
                if (_born[m] > day) continue;
                var gained = (long)(_rate[m] * season * (0.8 + (random.NextDouble() * 0.4)) * (_country[m] == 0 ? 1 + (day / 500.0) : 1));
                counter[m] += gained;
                if (day > 0) Add(_truth, date, m, gained);
                if (!isSeen) continue;
                var isYoung = _born[m] > 0;
                var value = isYoung && isBack ? Math.Min(before![m], seen[m] == 0 ? counter[m] : seen[m]) : isYoung && isStall && _born[m] < day - 1 ? seen[m] : counter[m];
                if (day > 0) Add(_naive, date, m, Math.Max(0, value - seen[m]));
                seen[m] = value;
                await copy.StartRowAsync();
                await copy.WriteAsync(date, NpgsqlDbType.Date);
                await copy.WriteAsync(sets[set], NpgsqlDbType.Integer);
                await copy.WriteAsync(m + 1, NpgsqlDbType.Integer);
                await copy.WriteAsync(value, NpgsqlDbType.Bigint);
            }

            if (isSeen) set++;
        }

        await copy.CompleteAsync();
    }

    private void Add(Dictionary<(DateOnly, string), decimal> flows, DateOnly day, int model, long value) =>
        flows[(day, Countries[_country[model]])] = flows.GetValueOrDefault((day, Countries[_country[model]])) + value;
}
