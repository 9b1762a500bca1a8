using System.Globalization;
using CsCheck;
using ModelTrends.Archive;
using ModelTrends.Archive.Matching;
using ModelTrends.Archive.Reading;
using ModelTrends.Data;
using ModelTrends.Tests.Platform;
using Npgsql;

namespace ModelTrends.Tests.Archive;

/// <summary>Two databases: where few models are known, files are judged in memory; where thousands are, a small file is left to the database.</summary>
public sealed class ImportMatchingTests(ImportMatchingTests.Databases databases) : IClassFixture<ImportMatchingTests.Databases>, IDisposable
{
    private const string Header = "day,hub_id,model_id,downloads_30d,likes,pipeline_tag,created_at,parameters,base_models\n";

    private static readonly string[] Tellings = ["text,,,", "image,,,", ",2025-01-01,,", ",,7,", ",,8,", ",,,base/one"];

    private static readonly Gen<Row> Rows =
        from model in Gen.Int[0, 4]
        from day in Gen.Int[1, 4]
        from name in Gen.Frequency((8, Gen.Const("")), (1, Gen.Const("other")), (1, Gen.Const("UPPER")), (1, Gen.Const("neighbour")))
        from downloads in Gen.Int[0, 2]
        from told in Gen.Frequency((5, Gen.Const(",,,")), (1, Gen.Int[0, Tellings.Length - 1].Select(i => Tellings[i])))
        select new Row(model, day, name, downloads, told);

    private static readonly Gen<(string Kind, Row[] Rows)> Files = Gen.Select(Gen.Frequency((3, Gen.Const("id")), (3, Gen.Const("name")), (1, Gen.Const("mixed"))), Rows.Array[1, 14]);

    private readonly ImportFixture _import = new(databases.Small);

    [Fact]
    public async Task Rows_judged_while_they_are_read_end_as_those_the_database_judges()
    {
        await using var small = await TestSite.StartAsync(databases.Small);
        await using var large = await TestSite.StartAsync(databases.Large);
        var atOnce = 0L;
        await Files.Array[1, 4].SampleAsync(async files =>
        {
            await EmptyAsync(databases.Small, 0);
            await EmptyAsync(databases.Large, 3000);
            var paths = new List<string>();
            foreach (var (kind, rows) in files)
                paths.Add(await _import.WriteAsync($"{paths.Count}.csv", Header + Lines(kind, rows, paths.Count)));

            var (inMemory, there) = (await ImportAsync(small, paths), await ImportAsync(large, paths));

            there.AddedAtOnce.ShouldBe(0);
            (inMemory.Added, inMemory.Unchanged, inMemory.Different, inMemory.Duplicates).ShouldBe((there.Added, there.Unchanged, there.Different, there.Duplicates));
            var (mine, theirs) = (await StateAsync(databases.Small), await StateAsync(databases.Large));
            // Shorter to read than two whole states, and the files beside it.
            mine.Except(theirs, StringComparer.Ordinal).ShouldBeEmpty();
            theirs.Except(mine, StringComparer.Ordinal).ShouldBeEmpty();
            atOnce += inMemory.AddedAtOnce;
        }, iter: 25, threads: 1, print: files => string.Join("\n", files.Select((file, i) => file.Kind + "\n" + Lines(file.Kind, file.Rows, i))));

        atOnce.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("update model set pipeline_tag = 'text-generation'")]
    [InlineData("insert into model_name (model_id, name, first_seen, last_seen) select id, 'Former/name', first_seen, last_seen from model")]
    [InlineData("insert into model (hub_id, name, namespace, base_names, base_hub_ids, first_seen, last_seen, state) values (lpad('7', 24, '7'), 'Owner/m0', 'owner', '{}', '{}', '2026-03-01', '2026-03-01', 'Listed')")]
    public async Task What_somebody_else_changes_while_a_file_is_read_is_noticed_before_it_is_stored(string change)
    {
        // Somebody who has been writing elsewhere since before all this changes nothing.
        await using var other = await databases.Small.DataSource.OpenConnectionAsync();
        await using var writing = await other.BeginTransactionAsync();
        await using (var begin = new NpgsqlCommand("select pg_current_xact_id()::text", other))
            await begin.ExecuteScalarAsync();
        await EmptyAsync(databases.Small, 0);
        await using var site = await TestSite.StartAsync(databases.Small);
        await ImportAsync(site, [await _import.WriteAsync("before.csv", Header + new Row(0, 1, "", 1, ",,,").Line("id"))]);
        var source = int.Parse(await _import.AskAsync("select id from source where key = 'archive:matching'"), CultureInfo.InvariantCulture);
        var match = new ModelMatch(databases.Small.DataSource, source, rows: 1, DateTimeOffset.UnixEpoch);

        await using var file = await StagedFile.ReadAsync(
            databases.Small.DataSource, match, new ArchiveFile(await _import.WriteAsync("after.csv", Header + new Row(0, 2, "", 2, ",,,").Line("id"))), null, CancellationToken.None);

        (file.Observed, file.Left, await match.HoldsAsync(file, CancellationToken.None)).ShouldBe((1, 0, true));
        await _import.AskAsync(change);
        (await match.HoldsAsync(file, CancellationToken.None)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1 hour", 0)]
    [InlineData("13 hours", 1)]
    public async Task While_a_poll_runs_all_rows_are_left_to_the_database_unless_it_was_killed_long_ago(string ago, long atOnce)
    {
        await EmptyAsync(databases.Small, 0);
        await using var site = await TestSite.StartAsync(databases.Small);
        await ImportAsync(site, [await _import.WriteAsync("quiet.csv", Header + new Row(0, 1, "", 1, ",,,").Line("id"))]);
        await _import.AskAsync($"""
            insert into observation_set (source_id, scope, day, started_at, state, quality, models, pages, requests, skipped_rows)
            select id, 'Hub', '2026-03-02', now() - interval '{ago}', 'Running', 'Unknown', 0, 0, 0, 0 from source where key = 'archive:matching'
            """);

        var report = await ImportAsync(site, [await _import.WriteAsync("polled.csv", Header + new Row(0, 3, "", 1, ",,,").Line("id"))]);

        (report.Added, report.AddedAtOnce).ShouldBe((1, atOnce));
    }

    [Fact]
    public async Task Two_imports_of_one_day_at_once_fill_one_set()
    {
        await EmptyAsync(databases.Small, 0);
        await using var site = await TestSite.StartAsync(databases.Small);
        await ImportAsync(site, [await _import.WriteAsync("known.csv", Header + string.Concat(Enumerable.Range(0, 5).Select(i => new Row(i, 1, "", 1, ",,,").Line("id"))))]);
        string[] files = [await _import.WriteAsync("one.csv", Header + new Row(0, 2, "", 1, ",,,").Line("id")), await _import.WriteAsync("two.csv", Header + new Row(1, 2, "", 1, ",,,").Line("id"))];

        await Task.WhenAll(files.Select(file => ImportAsync(site, [file])));

        (await _import.AskAsync("select string_agg(day || ' ' || models, ', ' order by day) from observation_set")).ShouldBe("2026-03-01 5, 2026-03-02 2");
    }

    [Fact]
    public async Task A_new_month_waits_for_no_reader()
    {
        await using var reader = await databases.Small.DataSource.OpenConnectionAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await using (var look = new NpgsqlCommand("select count(*) from observation", reader))
            await look.ExecuteScalarAsync();
        await using var writer = await databases.Small.DataSource.OpenConnectionAsync();
        // Who had to wait would end here with an error.
        await using (var impatient = new NpgsqlCommand("set lock_timeout = '10s'", writer))
            await impatient.ExecuteNonQueryAsync();

        await ObservationPartitions.EnsureAsync(writer, [new DateOnly(2031, 5, 17), new DateOnly(2031, 5, 18)], CancellationToken.None);

        (await _import.AskAsync("select count(*) from pg_inherits where inhparent = 'observation'::regclass and inhrelid = 'observation_2031_05'::regclass")).ShouldBe("1");
    }

    public void Dispose() => _import.Dispose();

    /// <summary>
    /// Each file goes on two days after the one before, and has days in common with it. Within a file days follow each other: where they go
    /// back, a later day that says nothing is the last word to one way and not to the other.
    /// </summary>
    private static string Lines(string kind, Row[] rows, int place) => string.Concat(Distinct(kind, rows).OrderBy(row => row.Day).Select(row => (row with { Day = row.Day + (2 * place) }).Line(kind)));

    /// <summary>
    /// The same model twice on one day may say two things of it, and a new model known by name alone may be spelt in two ways in one file:
    /// neither way promises which it hears.
    /// </summary>
    private static IEnumerable<Row> Distinct(string kind, Row[] rows) => rows
        .Select(row => kind != "id" && row.Way == "UPPER" ? row with { Way = "" } : row)
        .DistinctBy(row => (kind == "id" ? row.Model.ToString(CultureInfo.InvariantCulture) : row.Name.ToLowerInvariant(), row.Day));

    private static async Task<ImportReport> ImportAsync(TestSite site, IReadOnlyList<string> files)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ImportArchive>().StoreAsync(new ImportRequest(files, "matching"), CancellationToken.None);
    }

    private static async Task EmptyAsync(TestDatabase database, int models)
    {
        await using var command = database.DataSource.CreateCommand($$"""
            truncate observation, observation_set, model cascade;
            insert into model (hub_id, name, namespace, base_names, base_hub_ids, first_seen, last_seen, state)
            select lpad(i::text, 24, 'f'), 'filler/' || i, 'filler', '{}', '{}', '2026-01-01', '2026-01-01', 'Listed' from generate_series(1, {{models}}) i;
            insert into model_name (model_id, name, first_seen, last_seen) select id, name, first_seen, last_seen from model;
            """);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string[]> StateAsync(TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand("""
            with m as (select *, coalesce(hub_id, lower(name)) as key from model where namespace <> 'filler')
            select string_agg(line, E'\n' order by line collate "C") from (
              select concat_ws('|', 'model', key, name, namespace, created_at, pipeline_tag, library_name, parameters, base_relation, base_names::text, first_seen) as line from m
              union all select concat_ws('|', 'name', key, n.name, n.first_seen) from model_name n join m on m.id = n.model_id
              union all select concat_ws('|', 'seen', key, o.day, o.downloads_30d, o.likes) from observation o join m on m.id = o.model_id
              union all select concat_ws('|', 'set', day, models) from observation_set
            ) s
            """);
        return ((string)(await command.ExecuteScalarAsync())!).Split('\n');
    }

    /// <param name="Told">Task, creation, parameters and base: cells of the line.</param>
    private sealed record Row(int Model, int Day, string Way, int Downloads, string Told)
    {
        public string Name => Way switch
        {
            "other" => $"Renamed/m{Model}",
            "UPPER" => $"OWNER/M{Model}",
            "neighbour" => $"Owner/m{(Model + 1) % 5}",
            _ => $"Owner/m{Model}",
        };

        public string Line(string kind)
        {
            var hasId = kind == "id" || (kind == "mixed" && Downloads == 1);
            return string.Create(CultureInfo.InvariantCulture, $"2026-03-{Day:00},{(hasId ? $"65000000000000000000000{Model}" : "")},{Name},{Downloads},{Model},{Told}\n");
        }
    }

    public sealed class Databases(PostgresServer server) : IAsyncLifetime
    {
        public TestDatabase Small { get; } = new(server);

        public TestDatabase Large { get; } = new(server);

        public async ValueTask InitializeAsync()
        {
            await Small.InitializeAsync();
            await Large.InitializeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Small.DisposeAsync();
            await Large.DisposeAsync();
        }
    }
}
