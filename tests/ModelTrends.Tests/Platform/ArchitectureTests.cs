using ModelTrends.Platform.Hosting;
using NetArchTest.Rules;

namespace ModelTrends.Tests.Platform;

/// <summary>docs/architecture.md, "Walls".</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Features = ["Snapshots", "Archive", "Attribution", "Trends", "Charts", "Exports", "Digest", "Pages"];

    private static readonly Dictionary<string, string[]> MayAlsoUse = new(StringComparer.Ordinal)
    {
        ["Charts"] = ["Trends"],
        ["Exports"] = ["Trends"],
        ["Digest"] = ["Trends", "Charts"],
        ["Pages"] = [.. Features],
    };

    [Fact]
    public void The_domain_and_the_hub_protocol_know_nothing_of_ours()
    {
        Holds(Types.InAssembly(typeof(Domain.Labs.Registry).Assembly).ShouldNot()
            .HaveDependencyOnAny("ModelTrends.HuggingFace", "ModelTrends.Data", "ModelTrends.Platform", "Npgsql", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore"));
        Holds(Types.InAssembly(typeof(HuggingFace.HubOptions).Assembly).ShouldNot()
            .HaveDependencyOnAny("ModelTrends.Domain", "ModelTrends.Data", "ModelTrends.Platform", "Npgsql", "Microsoft.EntityFrameworkCore"));
    }

    [Fact]
    public void Only_snapshots_speak_to_the_hub_and_only_the_hub_protocol_knows_Polly()
    {
        Holds(Application().That().DoNotResideInNamespaceStartingWith("ModelTrends.Snapshots").And().DoNotResideInNamespaceStartingWith("ModelTrends.Platform")
            .ShouldNot().HaveDependencyOn("ModelTrends.HuggingFace"));
        Holds(Application().That().ResideInNamespaceStartingWith("ModelTrends").ShouldNot().HaveDependencyOn("Polly"));
    }

    [Theory]
    [InlineData("Snapshots")]
    [InlineData("Archive")]
    [InlineData("Attribution")]
    [InlineData("Trends")]
    [InlineData("Charts")]
    [InlineData("Exports")]
    [InlineData("Digest")]
    public void Features_do_not_call_each_other_except_to_ask_for_answers(string feature)
    {
        var allowed = MayAlsoUse.GetValueOrDefault(feature, []);
        var forbidden = Features.Where(other => other != feature && !allowed.Contains(other)).Select(other => "ModelTrends." + other).ToArray();

        Holds(Application().That().ResideInNamespaceStartingWith("ModelTrends." + feature).ShouldNot().HaveDependencyOnAny(forbidden));
    }

    private static Types Application() => Types.InAssembly(typeof(AppHost).Assembly);

    private static void Holds(ConditionList rule)
    {
        var result = rule.GetResult();
        result.IsSuccessful.ShouldBeTrue("these cross a wall: " + string.Join(", ", result.FailingTypeNames ?? []));
    }
}
