using System.IO.Compression;
using ModelTrends.Archive;
using ModelTrends.Archive.Reading;
using ModelTrends.Data.Tables;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Archive;

public sealed class ImportRefusalTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ImportFixture _import = new(database);

    [Fact]
    public async Task A_day_given_against_the_files_own_column_is_refused_and_nothing_is_stored()
    {
        var file = await _import.WriteAsync("own.csv", "day,model_id,likes\n2026-01-01,A/a,1\n2026-01-02,A/a,1\n");

        var refusal = await Should.ThrowAsync<ImportRefusedException>(() => _import.ImportAsync(new ImportRequest([file], "own-day", Day: new DateOnly(2026, 1, 1))));

        refusal.Message.ShouldBe("--day 2026-01-01: own.csv has a column day of its own, which says 2026-01-02 (row 2); leave --day away.");
        (await _import.AskAsync("select count(*) from observation o join observation_set s on s.id = o.set_id join source c on c.id = s.source_id where c.key = 'archive:own-day'")).ShouldBe("0");
    }

    [Fact]
    public async Task What_came_before_a_file_that_is_refused_is_stored_and_what_comes_after_is_not()
    {
        var before = await _import.WriteAsync("before.csv", "day,model_id,likes\n2026-01-01,A/a,1\n");
        var refused = await _import.WriteAsync("refused.csv", "day,model_id,likes\n2026-01-01,A/b,1\n2026-01-02,A/b,1\n");
        var after = await _import.WriteAsync("after.csv", "day,model_id,likes\n2026-01-01,A/c,1\n");

        await Should.ThrowAsync<ImportRefusedException>(() => _import.ImportAsync(new ImportRequest([before, refused, after], "order", Day: new DateOnly(2026, 1, 1))));

        (await _import.AskAsync("""
            select string_agg(m.name, ' ') from observation o join model m on m.id = o.model_id
            join observation_set s on s.id = o.set_id join source c on c.id = s.source_id where c.key = 'archive:order'
            """)).ShouldBe("A/a");
        (await _import.ImportAsync(new ImportRequest([before, after], "order"))).Added.ShouldBe(1);
    }

    [Fact]
    public async Task A_day_given_against_the_files_name_is_refused()
    {
        var file = await _import.WriteAsync("models-2026-03-04.csv", "model_id,likes\nA/a,1\n");

        (await Should.ThrowAsync<ImportRefusedException>(() => _import.ImportAsync(new ImportRequest([file], "named-day", Day: new DateOnly(2026, 1, 1))))).Message
            .ShouldContain("the name of models-2026-03-04.csv says 2026-03-04");
    }

    [Fact]
    public async Task Another_coverage_than_the_stored_one_is_refused_and_none_keeps_it()
    {
        var file = await _import.WriteAsync("cover.csv", "day,model_id,likes\n2026-01-01,A/a,1\n");
        await _import.ImportAsync(new ImportRequest([file], "cover", Coverage: CoverageKind.Complete));

        var refusal = await Should.ThrowAsync<ImportRefusedException>(() => _import.ImportAsync(new ImportRequest([file], "cover", Coverage: CoverageKind.List)));

        refusal.Message.ShouldStartWith("--coverage list: archive:cover is stored with coverage complete");
        (await _import.ImportAsync(new ImportRequest([file], "cover"))).Unchanged.ShouldBe(1);
    }

    [Fact]
    public async Task A_faulty_line_is_told_by_its_line_and_what_is_wrong_with_it()
    {
        var file = await _import.WriteAsync("faults.ndjson", "{\"day\":\"2026-01-01\",\"id\":\"A/n\"}\n\n{\"day\":\"2026-01-01\",\n[1]\n{\"day\":\"2026-01-01\",\"id\":\"A/o\",\"likes\":-1}\n");

        var report = await _import.ImportAsync("faults", file);

        report.Faults.Select(fault => fault.Fault.Number).ShouldBe([3, 4, 5]);
        report.Faults[0].Fault.Reason.ShouldStartWith("not JSON from byte 20: ");
        report.Faults[1].Fault.Reason.ShouldBe("a JSON object is needed, here is an array");
        report.Faults[2].Fault.Reason.ShouldStartWith("likes: '-1'");
    }

    [Fact]
    public async Task A_row_cut_off_in_the_middle_is_not_taken()
    {
        var report = await _import.ImportAsync("cut", await _import.WriteAsync("cut.csv", "day,model_id,downloads_30d\n2026-01-01,A/p,10\n2026-01-01,A/q"));

        report.Faults.ShouldHaveSingleItem().Fault.ShouldBe(new RowFault(2, "2 cells, where the header has 3"));
    }

    [Theory]
    [InlineData("x.parquet.gz", "gzip", "Parquet inside gzip cannot be read")]
    [InlineData("x.parquet", "text", "is not Parquet")]
    [InlineData("x.csv", "PAR1", "is Parquet, not csv")]
    [InlineData("x.csv.gz", "text", "ends with .gz but is not gzip")]
    [InlineData("x.csv", "zip", "packed in a way that is not read here")]
    [InlineData("x.xls", "text", "the format is not known from the name")]
    public async Task What_cannot_be_read_is_refused_with_what_to_do(string name, string kind, string message)
    {
        var path = Path.Combine(_import.Folder, name);
        byte[] bytes = kind switch
        {
            "gzip" => Gzip(),
            "PAR1" => [.. "PAR1...."u8],
            "zip" => [.. "PK\x03\x04...."u8],
            _ => [.. "day,model_id\n2026-01-01,A/a\n"u8],
        };
        await File.WriteAllBytesAsync(path, bytes);

        (await Should.ThrowAsync<ArchiveFormatException>(() => _import.ImportAsync("unread", path))).Message.ShouldContain(message);
    }

    public void Dispose() => _import.Dispose();

    private static byte[] Gzip()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write("PAR1...."u8);
        return memory.ToArray();
    }
}
