using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ModelTrends.Archive;
using ModelTrends.Exports;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Exports;

public sealed class ExportTests(PostgresServer server, SampleDatabase sample) : IClassFixture<SampleDatabase>, IDisposable
{
    private static readonly DateOnly Month = new(2026, 5, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("mt-export-").FullName;

    [Fact]
    public async Task A_month_taken_into_another_database_gives_the_same_observations_and_shares()
    {
        var manifest = (await ExportAsync("trip"))!;
        await using var other = new TestDatabase(server);
        await other.InitializeAsync();
        await using var there = await TestSite.StartAsync(other);
        foreach (var file in manifest.Files)
        {
            await using var scope = there.Services.CreateAsyncScope();
            var request = new ImportRequest([Path.Combine(_folder, "trip", file.File)], file.Source.Key["archive:".Length..]);
            var report = await scope.ServiceProvider.GetRequiredService<ImportArchive>().RunAsync(request, CancellationToken.None);
            (report.Added, report.Faulty, report.Duplicates, report.IgnoredColumns.Count).ShouldBe((file.Rows, 0, 0, 0), file.File);
        }

        (await RowsAsync(other)).ShouldBe(await RowsAsync(sample.Database));
        await using var here = await TestSite.StartAsync(sample.Database);
        const string Question = "/api/v1/share?by=country&source=archive:trending-2026-spring&measure=trendingSlots&top=10&population=all&from=2026-05-01&to=2026-05-31";
        var (there1, here1) = (await SeriesAsync(there, Question), await SeriesAsync(here, Question));
        here1.Length.ShouldBeGreaterThan(200);
        there1.ShouldBe(here1);
    }

    [Fact]
    public async Task The_manifest_tells_rows_hash_and_source_of_each_file_and_the_same_month_gives_the_same_bytes()
    {
        var first = (await ExportAsync("one"))!;
        await ExportAsync("two");

        first.Files.ShouldAllBe(file => file.Rows > 0 && file.Source.Licence != null && file.Source.Credit != null);
        foreach (var file in first.Files)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, "one", file.File));
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(file.Sha256);
            bytes.LongLength.ShouldBe(file.Bytes);
            (await File.ReadAllBytesAsync(Path.Combine(_folder, "two", file.File))).ShouldBe(bytes);
        }

        Directory.GetFiles(Path.Combine(_folder, "one")).Length.ShouldBe(first.Files.Count + 1);
        (await File.ReadAllTextAsync(Path.Combine(_folder, "one", "manifest.json"))).ShouldBe(await File.ReadAllTextAsync(Path.Combine(_folder, "two", "manifest.json")));
    }

    [Fact]
    public async Task A_month_without_observations_writes_nothing()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        await using var scope = site.Services.CreateAsyncScope();

        (await scope.ServiceProvider.GetRequiredService<ExportMonth>().RunAsync(new DateOnly(2001, 1, 1), Path.Combine(_folder, "none"), null, CancellationToken.None)).ShouldBeNull();

        Directory.Exists(Path.Combine(_folder, "none")).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<ExportManifest?> ExportAsync(string name)
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ExportMonth>().RunAsync(Month, Path.Combine(_folder, name), null, CancellationToken.None);
    }

    /// <summary>Number and hash over every observation of the month with all that is told of its model.</summary>
    private static async Task<string> RowsAsync(TestDatabase database)
    {
        await using var command = database.DataSource.CreateCommand("""
            select count(*) || ' ' || md5(string_agg(r::text, '|' order by r::text collate "C")) from (
              select source.key, o.day, m.name, m.hub_id, o.downloads_30d, o.downloads_all_time, o.likes, o.trending_rank, o.trending_score
              from observation o join observation_set s on s.id = o.set_id join source on source.id = s.source_id join model m on m.id = o.model_id
              where o.day between '2026-05-01' and '2026-05-31'
            ) r
            """);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }

    private static async Task<string> SeriesAsync(TestSite site, string question) =>
        JsonNode.Parse(await site.Client.GetStringAsync(question))!["series"]!.ToJsonString();
}
