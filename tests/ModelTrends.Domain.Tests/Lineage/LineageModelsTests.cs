using CsCheck;
using ModelTrends.Domain.Lineage;

namespace ModelTrends.Domain.Tests.Lineage;

public sealed class LineageModelsTests
{
    private static readonly Gen<LineageModel> AnyModel =
        from id in Gen.Int[1, 1000]
        from hubId in Gen.OneOf(Gen.Const((string?)null), Gen.String[Gen.Char["0123456789abcdef"], 24, 24].Select(text => (string?)text))
        from name in Gen.String[Gen.Char["aZé界-/_."], 1, 40]
        from created in Gen.OneOf(Gen.Const((DateOnly?)null), Gen.Int[730_000, 740_000].Select(day => (DateOnly?)DateOnly.FromDayNumber(day)))
        from listed in Gen.Bool
        from bases in Gen.String[Gen.Char["aZé界-/"], 0, 30].Array[0, 4]
        select new LineageModel(id, hubId, name, created, listed, bases, [.. bases.Select((_, i) => i % 2 == 0 ? "" : "64b0c1d2e3f4a5b6c7d8e9f0")]) { FirstSeen = created?.AddDays(3) };

    [Fact]
    public void What_is_put_in_comes_out() => AnyModel.Array[0, 50].Sample(models =>
    {
        var packed = LineageModels.Of(models);
        packed.Count.ShouldBe(models.Length);
        foreach (var (was, now) in models.Zip(packed))
        {
            now.BaseNames.ShouldBe(was.BaseNames);
            now.BaseHubIds.ShouldBe(was.BaseHubIds);
            (now with { BaseNames = was.BaseNames, BaseHubIds = was.BaseHubIds }).ShouldBe(was);
        }
    });

    [Fact]
    public void A_text_longer_than_a_block_is_kept_whole()
    {
        var long1 = new string('x', 3_000_000);
        var packed = LineageModels.Of([LineageGraphTests.Model(1, "a/b"), LineageGraphTests.Model(2, long1, "c/d"), LineageGraphTests.Model(3, "e/f")]);
        packed.Select(model => model.Name).ShouldBe(["a/b", long1, "e/f"]);
    }

    [Fact]
    public void The_last_of_two_models_with_one_name_is_found_whatever_the_letter_case()
    {
        LineageModel[] models = [LineageGraphTests.Model(1, "Owner/Base"), LineageGraphTests.Model(2, "owner/BASE"), LineageGraphTests.Model(3, "x/tuned", "OWNER/base")];
        LineageGraph.Build(models).RootsOf(2).ShouldHaveSingleItem().Index.ShouldBe(1);
        LineageGraph.Build([models[0] with { Listed = true }, models[1] with { Listed = false }, models[2]]).RootsOf(2)[0].Index.ShouldBe(0);
    }
}
