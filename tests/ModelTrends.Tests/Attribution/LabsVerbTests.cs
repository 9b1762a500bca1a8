using ModelTrends.Attribution;
using ModelTrends.Domain.Labs;

namespace ModelTrends.Tests.Attribution;

public sealed class LabsVerbTests
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
    public void Any_other_file_is_added()
    {
        var bundled = RegistryFile.Bundled();
        LabsVerb.Merge(bundled, "more.yaml", "labs: []").Count.ShouldBe(bundled.Count + 1);
    }
}
