using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using ModelTrends.Archive;
using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Platform;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Archive;

public sealed class ImportTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mt-import-").FullName;

    [Fact]
    public async Task The_same_file_twice_changes_nothing()
    {
        var file = await WriteAsync("twice.csv", "day,model_id,downloads_30d,likes\n2026-01-01,Qwen/Q,10,1\n2026-01-02,Qwen/Q,12,1\n");

        (await ImportAsync("twice", file)).Added.ShouldBe(2);
        var again = await ImportAsync("twice", file);

        (again.Added, again.Unchanged, again.Different).ShouldBe((0, 2, 0));
        (await SumAsync("archive:twice", "2026-01-02")).ShouldBe(12);
    }

    [Fact]
    public async Task Indexes_that_are_left_out_for_many_new_models_are_afterwards_as_they_were()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        async Task<string> AskAsync(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection, transaction);
            return (string)(await command.ExecuteScalarAsync())!;
        }

        const string Indexes = "select string_agg(indexdef, chr(10) order by indexname) from pg_indexes where tablename in ('model', 'model_name')";
        const string Keys = "select string_agg(conname || pg_get_constraintdef(oid), chr(10) order by conname) from pg_constraint where conrelid in ('model'::regclass, 'model_name'::regclass)";
        var before = await AskAsync(Indexes) + await AskAsync(Keys);
        before.ShouldContain("gin_trgm_ops");

        var left = await SecondaryIndexes.DropAsync(connection, ["model", "model_name"], ["model_name"], 60, CancellationToken.None);
        var meanwhile = await AskAsync(Indexes) + await AskAsync(Keys);
        await left.MakeAsync(connection, CancellationToken.None);

        meanwhile.Split('\n').ShouldAllBe(index => index.Contains("UNIQUE", StringComparison.Ordinal) || !index.Contains(" USING ", StringComparison.Ordinal));
        meanwhile.ShouldNotContain("FOREIGN KEY");
        (await AskAsync(Indexes) + await AskAsync(Keys)).ShouldBe(before);
        (SecondaryIndexes.IsWorth(3_000_000, 20_000), SecondaryIndexes.IsWorth(3000, 3_000_000), SecondaryIndexes.IsWorth(15_000, 0)).ShouldBe((true, false, false));
    }

    [Fact]
    public async Task A_bad_row_is_reported_with_its_number_and_the_rest_is_kept()
    {
        var file = await WriteAsync("bad.csv", "day,model_id,downloads_30d,colour\n2026-01-01,Qwen/A,10,red\n2026-01-01,Qwen/B,ten,red\n2026-01-01,Qwen/C,30,red\n");

        var report = await ImportAsync("bad", file);

        (report.Added, report.Faulty).ShouldBe((2, 1));
        var (name, fault) = report.Faults.ShouldHaveSingleItem();
        (name, fault.Number).ShouldBe(("bad.csv", 2));
        fault.Reason.ShouldContain("downloads_30d");
        report.IgnoredColumns.ShouldBe(["colour"]);
    }

    [Fact]
    public async Task A_value_that_differs_from_what_is_stored_is_listed_and_not_taken()
    {
        await ImportAsync("differ", await WriteAsync("first.csv", "day,model_id,downloads_30d\n2026-01-01,Qwen/D,10\n"));

        var report = await ImportAsync("differ", await WriteAsync("second.csv", "day,model_id,downloads_30d\n2026-01-01,Qwen/D,99\n"));

        (report.Added, report.Different).ShouldBe((0, 1));
        report.Differences.ShouldBe(["Qwen/D on 2026-01-01"]);
        (await SumAsync("archive:differ", "2026-01-01")).ShouldBe(10);
    }

    [Fact]
    public async Task The_same_model_twice_on_a_day_counts_once_by_its_first_row()
    {
        var report = await ImportAsync("dup", await WriteAsync("dup.csv", "day,model_id,downloads_30d\n2026-01-01,Qwen/E,10\n2026-01-01,Qwen/E,99\n"));

        (report.Added, report.Duplicates).ShouldBe((1, 1));
        (await SumAsync("archive:dup", "2026-01-01")).ShouldBe(10);
    }

    [Fact]
    public async Task A_day_with_fewer_than_95_percent_of_the_last_good_one_is_partial_where_the_source_sees_the_whole_hub()
    {
        var text = new StringBuilder("day,model_id,downloads_30d\n");
        foreach (var (day, models) in new[] { ("2026-02-01", 100), ("2026-02-02", 94), ("2026-02-03", 96) })
        {
            for (var i = 0; i < models; i++)
                text.Append(day).Append(",part/m").Append(i).Append(",1\n");
        }

        var report = await ImportAsync("partial", await WriteAsync("partial.csv", text.ToString()), CoverageKind.Complete);

        report.PartialDays.ShouldBe([new DateOnly(2026, 2, 2)]);
    }

    [Fact]
    public async Task Lines_of_json_and_zipped_csv_give_the_same_rows()
    {
        var ndjson = await WriteAsync("lines.ndjson", """
            {"day":"2026-01-01","id":"Qwen/F","downloads":7,"baseModels":{"relation":"quantized","models":[{"_id":"x","id":"Qwen/E"}]},"safetensors":{"total":8000000000}}
            not json
            """);
        var zipped = Path.Combine(_folder, "zipped.csv.gz");
        await using (var gzip = new GZipStream(File.Create(zipped), CompressionLevel.Fastest))
            await gzip.WriteAsync("day,model_id,downloads_30d\n2026-01-01,Qwen/F,7\n"u8.ToArray());

        var lines = await ImportAsync("lines", ndjson);
        var gz = await ImportAsync("zipped", zipped);

        (lines.Added, lines.Faulty, gz.Added).ShouldBe((1, 1, 1));
        (await SumAsync("archive:lines", "2026-01-01")).ShouldBe(await SumAsync("archive:zipped", "2026-01-01"));
        (await ScalarAsync("select base_relation || ' ' || base_names[1] || ' ' || parameters from model where name = 'Qwen/F'")).ShouldBe("quantized Qwen/E 8000000000");
    }

    [Fact]
    public async Task A_public_archives_parquet_is_read_as_it_is_with_the_day_of_its_name()
    {
        var path = Path.Combine(_folder, "models-2026-03-04.parquet");
        await using (var duck = new DuckDBConnection("Data Source=:memory:"))
        {
            await duck.OpenAsync();
            await using var command = duck.CreateCommand();
            command.CommandText = $$"""
                copy (select 'Qwen/G' as id, 5::bigint as downloads, 3400446695::bigint as downloadsAllTime, 3::bigint as likes, 0.5::double as trendingScore,
                  timestamp '2026-01-02 03:04:05' as createdAt, 'text-generation' as pipeline_tag, 'transformers' as library_name, ['a', 'b'] as tags,
                  {'relation': 'finetune', 'models': [{'_id': 'y', 'id': 'Qwen/F'}]} as baseModels, {'total': 7::bigint} as safetensors, 'x' as cardData
                  union all select 'Qwen/H', 6, null, 1, null, null, null, null, [], null, null, null) to '{{path}}' (format parquet)
                """;
            await command.ExecuteNonQueryAsync();
        }

        var report = await ImportAsync("hubstats", path);

        (report.Added, report.Faulty).ShouldBe((2, 0));
        report.IgnoredColumns.ShouldBe(["cardData"]);
        report.FirstDay.ShouldBe(new DateOnly(2026, 3, 4));
        (await ScalarAsync("select o.downloads_all_time || ' ' || o.trending_score || ' ' || m.base_names[1] from observation o join model m on m.id = o.model_id where m.name = 'Qwen/G'")).ShouldBe("3400446695 0.5 Qwen/F");
    }

    [Fact]
    public async Task The_eight_real_days_give_the_totals_of_summing_the_files_by_hand()
    {
        var shared = Path.Combine(Places.Root, "..", "shared", "data", "hub-days-2026-08");
        Assert.SkipUnless(Directory.Exists(shared), "needs the recorded Hub days of ../shared/data/hub-days-2026-08");
        var files = Directory.GetFiles(shared, "*.json").Order(StringComparer.Ordinal).ToArray();

        var report = await ImportAsync("hub-days", CoverageKind.List, files);

        report.Faulty.ShouldBe(0);
        foreach (var file in files)
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            var models = json.RootElement.GetProperty("models").EnumerateArray().ToArray();
            var day = json.RootElement.GetProperty("date").GetString()!;
            (await SumAsync("archive:hub-days", day)).ShouldBe(models.Sum(model => model.GetProperty("downloads").GetInt64()), day);
            (await SumAsync("archive:hub-days", day, "likes")).ShouldBe(models.Sum(model => model.GetProperty("likes").GetInt64()), day);
        }
    }

    [Fact]
    public async Task The_shipped_archives_load_without_a_bad_row_and_only_once()
    {
        await using var site = await TestSite.StartAsync(database);
        var archives = site.Services.GetRequiredService<BundledArchives>();

        await archives.LoadAsync(CancellationToken.None);
        var after = await ScalarAsync("select count(*) from observation");
        await archives.LoadAsync(CancellationToken.None);

        (await ScalarAsync("select count(*) from observation")).ShouldBe(after);
        (await SumAsync("archive:trending-2026-spring", "2026-05-04", "trending_rank")).ShouldBe(500_500);
        (await site.Client.GetStringAsync("/api/v1/sources.csv")).ShouldContain("Dominik Weckmueller");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<ImportReport> ImportAsync(string source, string file, CoverageKind coverage = CoverageKind.List) => ImportAsync(source, coverage, file);

    private async Task<ImportReport> ImportAsync(string source, CoverageKind coverage, params string[] files)
    {
        await using var site = await TestSite.StartAsync(database);
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(new ImportRequest(files, source, Coverage: coverage), CancellationToken.None);
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private async Task<long> SumAsync(string source, string day, string column = "downloads_30d") => Convert.ToInt64(await ScalarAsync($"""
        select sum(o.{column}) from observation o join observation_set s on s.id = o.set_id join source on source.id = s.source_id
        where source.key = '{source}' and o.day = '{day}'
        """), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
