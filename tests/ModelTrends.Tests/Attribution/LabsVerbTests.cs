using ModelTrends.Attribution;
using ModelTrends.Domain.Labs;
using ModelTrends.Tests.Platform;

namespace ModelTrends.Tests.Attribution;

public sealed class LabsVerbTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public void A_file_below_Registry_takes_the_place_of_the_one_in_the_program_and_says_what_it_changes()
    {
        var bundled = RegistryFile.Bundled();
        var china = bundled.Single(file => file.Path == "labs/china/companies.yaml");
        var files = LabsVerb.Merge(bundled, "/clone/src/ModelTrends.Domain/Registry/labs/china/companies.yaml", china.Text.Replace("- deepseek-ai", "- deepseek-moved", StringComparison.Ordinal));
        files.Count.ShouldBe(bundled.Count);
        LabsVerb.Differences(Registry.Load(), Registry.Parse(files)).ShouldBe(["  deepseek-ai: deepseek (CN) .. -> unknown", "  deepseek-moved: unknown -> deepseek (CN) .."]);
    }

    [Fact]
    public async Task Rows_that_no_stored_model_answers_to_are_warned_of_once_something_is_stored()
    {
        var file = RegistryFile.Bundled().Single(file => file.Path == "families/china.yaml");
        (await LabsVerb.UnmatchedAsync(database.DataSource, file, Registry.Load(), CancellationToken.None)).ShouldBeNull();

        await using var site = await TestSite.StartAsync(database);
        await HubFixture.WriteAsync(site.Services);
        var unmatched = (await LabsVerb.UnmatchedAsync(database.DataSource, file, Registry.Load(), CancellationToken.None)).ShouldNotBeNull();

        // Qwen/Qwen3-8B is all the fixture has of Alibaba's.
        unmatched.ShouldContain(row => row.Message.Contains("of 'Qwen2.5' is the first to match for no stored model of 'qwen'", StringComparison.Ordinal));
        unmatched.ShouldNotContain(row => row.Message.Contains("of 'Qwen3' ", StringComparison.Ordinal) || row.Message.Contains("of 'qwen' matches", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_other_file_is_added()
    {
        var bundled = RegistryFile.Bundled();
        LabsVerb.Merge(bundled, "more.yaml", "labs: []").Count.ShouldBe(bundled.Count + 1);
    }
}
