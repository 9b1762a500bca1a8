using ModelTrends.HubSimulator;

namespace ModelTrends.HuggingFace.Tests;

public sealed class DatasetTests : IDisposable
{
    private const string Dataset = "someone/daily-dump";

    private readonly string _folder = Directory.CreateTempSubdirectory("mt-datasets-").FullName;

    public static TheoryData<Fault> EveryFileFault => [.. Faults.All.Where(Faults.IsOfFiles)];

    [Fact]
    public async Task A_history_comes_whole_and_newest_first()
    {
        for (var day = 1; day <= 28; day++)
            Commit($"2026-08-{day:00}T13-10", [(byte)day]);
        await using var hub = await StartAsync();

        var commits = new List<DatasetCommit>();
        await foreach (var commit in hub.Datasets.ListCommitsAsync(Dataset, "main"))
            commits.Add(commit);

        commits.Select(commit => commit.Date.Day).ShouldBe(Enumerable.Range(1, 28).Reverse());
        commits.ShouldAllBe(commit => commit.Title.Contains("models.parquet") && commit.Id.Length == 40);
    }

    [Theory]
    [MemberData(nameof(EveryFileFault))]
    public async Task A_fault_on_the_way_of_a_file_costs_requests_and_no_byte(Fault fault)
    {
        var bytes = Random(5_000_000);
        Commit("2026-08-01T13-10", bytes);
        await using var hub = await StartAsync(fault);

        (await File.ReadAllBytesAsync(await DownloadAsync(hub))).ShouldBe(bytes);
        hub.Server.Plan.Due.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_download_goes_on_where_an_earlier_process_was_killed()
    {
        var bytes = Random(3_000_000);
        Commit("2026-08-01T13-10", bytes);
        await using var hub = await StartAsync();
        var file = (await hub.Datasets.FindFileAsync(Dataset, "main", "models.parquet"))!;
        Directory.CreateDirectory(Path.Combine(_folder, "down", file.Hash));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "down", file.Hash, "models.parquet.part"), bytes[..1_234_567]);

        (await File.ReadAllBytesAsync(await DownloadAsync(hub))).ShouldBe(bytes);

        hub.Server.Requests.Where(request => request.PathAndQuery.StartsWith("/_files", StringComparison.Ordinal)).ShouldHaveSingleItem().Range.ShouldBe("bytes=1234567-");
    }

    [Fact]
    public async Task What_an_earlier_process_left_is_thrown_away_if_it_makes_another_file()
    {
        var bytes = Random(3_000_000);
        Commit("2026-08-01T13-10", bytes);
        await using var hub = await StartAsync();
        var file = (await hub.Datasets.FindFileAsync(Dataset, "main", "models.parquet"))!;
        Directory.CreateDirectory(Path.Combine(_folder, "down", file.Hash));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "down", file.Hash, "models.parquet.part"), new byte[1000]);

        (await File.ReadAllBytesAsync(await DownloadAsync(hub))).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_file_that_twice_is_not_what_its_hash_says_is_refused_and_nothing_of_it_stays()
    {
        Commit("2026-08-01T13-10", Random(1000));
        await using var hub = await StartAsync(Fault.FileWrongBytes, Fault.FileWrongBytes);

        (await Should.ThrowAsync<HubHashException>(() => DownloadAsync(hub))).Message.ShouldContain("models.parquet");
        Directory.GetFiles(Path.Combine(_folder, "down"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commit_keeps_the_files_of_the_commits_before_it_and_knows_no_others()
    {
        Commit("2026-08-01T13-10", [1]);
        Commit("2026-08-02T13-10", [2], "spaces.parquet");
        await using var hub = await StartAsync();

        (await hub.Datasets.FindFileAsync(Dataset, "main", "models.parquet"))!.Bytes.ShouldBe(1);
        (await hub.Datasets.FindFileAsync(Dataset, "main", "papers.parquet")).ShouldBeNull();
        (await Should.ThrowAsync<HubException>(() => hub.Datasets.FindFileAsync(Dataset, new string('a', 40), "models.parquet"))).IsRefusal.ShouldBeTrue();
        (await Should.ThrowAsync<HubException>(() => hub.Datasets.FindFileAsync("someone/else", "main", "models.parquet"))).IsRefusal.ShouldBeTrue();
    }

    [Fact]
    public async Task Bytes_behind_an_unprotected_address_of_another_host_are_not_fetched()
    {
        Commit("2026-08-01T13-10", [1]);
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 1, DatasetsFolder = _folder, FilesBase = "http://192.0.2.1" }, ("Hub:Token", "hf_simulator"));

        (await Should.ThrowAsync<HubException>(() => DownloadAsync(hub))).Message.ShouldContain("not protected");
    }

    [Fact]
    public async Task Files_wait_for_their_own_quota_and_lists_for_theirs()
    {
        for (var day = 1; day <= 9; day++)
            Commit($"2026-08-{day:00}T13-10", [(byte)day]);
        await using var hub = await HubFixture.StartAsync(new SimulatorOptions { Models = 1, DatasetsFolder = _folder, Quota = 5, Window = TimeSpan.FromSeconds(40) });

        for (var i = 0; i < 9; i++)
            (await hub.Datasets.FindFileAsync(Dataset, "main", "models.parquet")).ShouldNotBeNull();
        await foreach (var commit in hub.Datasets.ListCommitsAsync(Dataset, "main"))
            commit.Id.ShouldNotBeEmpty();

        hub.Server.Requests.Count(request => request.PathAndQuery.Contains("/resolve/")).ShouldBeLessThanOrEqualTo(12);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<HubFixture> StartAsync(params Fault[] faults) =>
        HubFixture.StartAsync(new SimulatorOptions { Models = 1, DatasetsFolder = _folder, Faults = faults });

    private async Task<string> DownloadAsync(HubFixture hub) =>
        await hub.Datasets.DownloadAsync((await hub.Datasets.FindFileAsync(Dataset, "main", "models.parquet"))!, Path.Combine(_folder, "down"));

    private void Commit(string stamp, byte[] bytes, string file = "models.parquet")
    {
        var folder = Path.Combine(_folder, Dataset, stamp);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, file), bytes);
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
