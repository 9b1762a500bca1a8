using System.IO.Compression;
using System.Text.Json;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Lineage;

public sealed class OriginTests
{
    [Fact]
    public void A_distillation_is_published_by_one_lab_and_rooted_in_another()
    {
        LineageModel[] models =
        [
            LineageGraphTests.Model(1, "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "Qwen/Qwen2.5-Math-7B"),
            LineageGraphTests.Model(2, "Qwen/Qwen2.5-Math-7B", "Qwen/Qwen2.5-7B"),
        ];
        var publisher = ModelAttribution.Publishers(models[0], Registry.Load())[0].Part;
        var origin = ModelAttribution.Origin(LineageGraph.Build(models), 0, Registry.Load()).ShouldHaveSingleItem();
        (publisher.Lab.Id, publisher.Generation?.Name, publisher.Rule).ShouldBe(("deepseek", "DeepSeek-R1", Rules.Namespace));
        (origin.Lab.Id, origin.Generation?.Name, origin.Rule, origin.RootName, origin.Depth).ShouldBe(("alibaba", "Qwen2.5", Rules.MissingBase, "Qwen/Qwen2.5-7B", 2));
    }

    [Fact]
    public void A_repackaged_model_joins_a_family_by_lineage()
    {
        LineageModel[] models = [LineageGraphTests.Model(1, "unsloth/Qwen3-30B-A3B-GGUF", "Qwen/Qwen3-30B-A3B"), LineageGraphTests.Model(2, "Qwen/Qwen3-30B-A3B")];
        ModelAttribution.Publishers(models[0], Registry.Load())[0].Part.Family.ShouldBeNull();
        var origin = ModelAttribution.Origin(LineageGraph.Build(models), 0, Registry.Load())[0];
        (origin.Lab.Country, origin.Family?.Id, origin.Generation?.Name).ShouldBe(("CN", "qwen", "Qwen3"));
    }

    [Fact]
    public void An_unseen_base_is_as_old_as_what_is_built_on_it_when_its_namespace_changed_hands()
    {
        LineageModel[] models = [LineageGraphTests.Model(1, "someone/tuned", "sentence-transformers/unseen") with { Created = new DateOnly(2023, 1, 1) }];
        var graph = LineageGraph.Build(models);
        ModelAttribution.Origin(graph, 0, Registry.Load())[0].Lab.Id.ShouldBe("ukp");
        ModelAttribution.Base(graph, 0, graph.StepsOf(0)[0], Registry.Load()).Lab.Id.ShouldBe("ukp");
    }

    [Fact]
    public void The_recorded_trending_lists_are_attributed_under_the_origin_lens()
    {
        var (entries, known) = (0, 0);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path("trending-2026-spring/captures.jsonl.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var models = json.RootElement.GetProperty("payload").GetProperty("models").EnumerateArray()
                .Select((row, i) => LineageGraphTests.Model(i + 1, row.GetProperty("id").GetString()!, Bases(row))).ToArray();
            var graph = LineageGraph.Build(models);
            entries += models.Length;
            known += Enumerable.Range(0, models.Length).Count(i => ModelAttribution.Origin(graph, i, Registry.Load()).All(part => part.Lab.Id != Lab.UnknownId));
        }

        ((double)known / entries).ShouldBeGreaterThanOrEqualTo(0.85);
    }

    private static string[] Bases(JsonElement row) =>
        [.. row.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).Where(tag => tag.StartsWith("base_model:", StringComparison.Ordinal)).Select(tag => tag[(tag.LastIndexOf(':') + 1)..]).Distinct(StringComparer.Ordinal)];
}
