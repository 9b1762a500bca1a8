using ModelTrends.Domain.Lineage;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Lineage;

public sealed class LineageGraphTests
{
    [Fact]
    public void A_model_without_bases_is_its_own_root() => Roots([Model(1, "a/x")], 0).ShouldBe(["a/x 0 Itself"]);

    [Fact]
    public void A_chain_ends_at_the_base_that_declares_none() =>
        Roots([Model(1, "a/gguf", "b/tuned"), Model(2, "b/tuned", "c/base"), Model(3, "c/base")], 0).ShouldBe(["c/base 2 Base"]);

    [Fact]
    public void A_base_outside_the_observations_ends_the_walk_with_its_name() =>
        Roots([Model(1, "a/gguf", "b/tuned"), Model(2, "b/tuned", "Qwen/Qwen3-8B")], 0).ShouldBe(["Qwen/Qwen3-8B 2 Missing"]);

    [Fact]
    public void A_merge_has_every_root_once_in_the_order_of_names() =>
        Roots([Model(1, "m/merge", "z/two", "a/one", "m/also-one"), Model(2, "a/one"), Model(3, "z/two"), Model(4, "m/also-one", "A/ONE")], 0)
            .ShouldBe(["a/one 1 Base", "z/two 1 Base"]);

    [Fact]
    public void A_circle_is_cut_and_its_members_agree_on_the_oldest()
    {
        LineageModel[] models = [Model(1, "a/x", "b/y"), Model(2, "b/y", "c/z"), Model(3, "c/z", "a/x"), Model(4, "d/outside", "b/y"), Model(5, "e/self", "e/self")];
        for (var i = 0; i < 4; i++) Roots(models, i).ShouldHaveSingleItem().ShouldStartWith("a/x ");
        Roots(models, 4).ShouldBe(["e/self 0 Cycle"]);
    }

    [Fact]
    public void A_way_out_of_a_circle_is_taken() =>
        Roots([Model(1, "a/x", "b/y", "c/root"), Model(2, "b/y", "a/x"), Model(3, "c/root")], 1).ShouldBe(["c/root 2 Base"]);

    [Fact]
    public void The_Hub_id_of_a_base_wins_over_its_name_and_an_old_name_still_leads_to_the_model()
    {
        LineageModel[] models =
        [
            new(1, "64aa", "u/by-id", null, true, ["THUDM/glm-4-9b"], ["62bb"]),
            new(2, "64ab", "u/by-old-name", null, true, ["THUDM/glm-4-9b"], []),
            new(3, "62bb", "zai-org/glm-4-9b", null, true, [], []),
        ];
        FormerName[] history = [new("THUDM/glm-4-9b", 3)];
        Roots(models, 0).ShouldBe(["zai-org/glm-4-9b 1 Base"]);
        Roots(models, 1, history).ShouldBe(["zai-org/glm-4-9b 1 Base"]);
        Roots(models, 1).ShouldBe(["THUDM/glm-4-9b 1 Missing"]);
    }

    [Fact]
    public void Free_text_is_no_base() => Roots([Model(1, "a/x", "/home/me/llama", "not a name", "../up", "")], 0).ShouldBe(["a/x 0 Itself"]);

    [Fact]
    public void A_chain_of_ten_thousand_stops_after_six_steps_and_neither_hangs_nor_overflows()
    {
        var models = Enumerable.Range(0, 10_000).Select(i => Model(i + 1, $"a/m{i}", $"a/m{i + 1}")).ToArray();
        var graph = LineageGraph.Build(models);
        for (var i = 0; i < models.Length; i++) graph.RootsOf(i).ShouldHaveSingleItem();
        graph.RootsOf(0)[0].ShouldBe(new Root(6, "a/m6", 6, RootKind.Depth));
    }

    [Fact]
    public void The_steps_of_a_lineage_are_told_nearest_first()
    {
        var graph = LineageGraph.Build([Model(1, "a/gguf", "b/tuned"), Model(2, "b/tuned", "c/base", "d/unseen"), Model(3, "c/base")]);
        graph.StepsOf(0).ShouldBe([new("a/gguf", "b/tuned", 1, 1), new("b/tuned", "c/base", 2, 2), new("b/tuned", "d/unseen", 2, -1)]);
    }

    internal static LineageModel Model(int id, string name, params string[] bases) => new(id, null, name, null, true, bases, []);

    private static string[] Roots(LineageModel[] models, int index, FormerName[]? history = null) =>
        [.. LineageGraph.Build(models, history).RootsOf(index).Select(root => $"{root.Name} {root.Depth} {root.Kind}")];
}
