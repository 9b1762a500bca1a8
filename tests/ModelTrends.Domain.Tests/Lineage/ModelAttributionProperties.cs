using CsCheck;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Lineage;
using Shouldly;
using Xunit;

namespace ModelTrends.Domain.Tests.Lineage;

/// <summary>What must hold for any Hub, however its uploaders declare their bases.</summary>
public sealed class ModelAttributionProperties
{
    private static readonly string[] Owners = ["Qwen", "meta-llama", "unsloth", "google", "nobody-knows", "TheBloke"];

    private sealed record Hub(LineageModel[] Models, long[] Downloads);

    /// <summary>Up to 30 models with up to 4 bases each: circles, self references, free text and bases nobody has seen among them.</summary>
    private static readonly Gen<Hub> Hubs =
        from size in Gen.Int[1, 30]
        from bases in Gen.Int[-3, size - 1].Array[0, 4].Array[size]
        from downloads in Gen.Long[0, 10_000_000_000].Array[size]
        select new Hub([.. bases.Select((b, i) => new LineageModel(i + 1, null, Name(i), null, true, [.. b.Select(Base)], []))], downloads);

    private static string Name(int i) => $"{Owners[i % Owners.Length]}/m{i}";

    private static string Base(int target) => target switch { -1 => "mistralai/unseen", -2 => "./a path", -3 => "nobody-knows/unseen", _ => Name(target) };

    [Fact]
    public void Publisher_and_origin_totals_are_equal_to_the_sum_of_all_counts() => Hubs.Sample(hub =>
    {
        Totals(hub, Lens.Origin).Values.Sum().ShouldBe(hub.Downloads.Sum());
        Totals(hub, Lens.Publisher).Values.Sum().ShouldBe(hub.Downloads.Sum());
    });

    [Fact]
    public void Shares_with_unknown_in_them_sum_to_one() => Hubs.Where(hub => hub.Downloads.Sum() > 0).Sample(hub =>
        Math.Abs(Totals(hub, Lens.Origin).Values.Sum(v => (double)v / hub.Downloads.Sum()) - 1).ShouldBeLessThan(1e-9));

    [Fact]
    public void One_more_base_never_changes_the_grand_total() => Gen.Select(Hubs, Gen.Int[0, 29], Gen.Int[-3, 29]).Sample((hub, from, to) =>
    {
        var index = from % hub.Models.Length;
        var models = hub.Models.ToArray();
        models[index] = models[index] with { BaseNames = [.. models[index].BaseNames, Base(Math.Min(to, models.Length - 1))] };
        Totals(hub with { Models = models }, Lens.Origin).Values.Sum().ShouldBe(hub.Downloads.Sum());
    });

    [Fact]
    public void The_order_of_rows_does_not_matter() => Gen.Select(Hubs, Gen.Int).Sample((hub, seed) =>
    {
        var order = Enumerable.Range(0, hub.Models.Length).OrderBy(i => HashCode.Combine(i, seed)).ToArray();
        var shuffled = new Hub([.. order.Select(i => hub.Models[i])], [.. order.Select(i => hub.Downloads[i])]);
        Totals(shuffled, Lens.Origin).OrderBy(x => x.Key, StringComparer.Ordinal).ShouldBe(Totals(hub, Lens.Origin).OrderBy(x => x.Key, StringComparer.Ordinal));
    });

    [Fact]
    public void Parts_of_a_count_telescope_exactly() => Gen.Select(Gen.Long[0, long.MaxValue / 1000], Gen.Int[1, 40]).Sample((count, parts) =>
        Enumerable.Range(0, parts).Sum(i => ModelAttribution.Share(count, i, i + 1, parts)).ShouldBe(count));

    private enum Lens { Origin, Publisher }

    private static Dictionary<string, decimal> Totals(Hub hub, Lens lens)
    {
        var registry = Registry.Load();
        var graph = LineageGraph.Build(hub.Models);
        var totals = new Dictionary<string, decimal>(StringComparer.Ordinal);
        for (var i = 0; i < hub.Models.Length; i++)
        {
            foreach (var part in lens == Lens.Origin ? ModelAttribution.Origin(graph, i, registry) : [ModelAttribution.Publishers(hub.Models[i], registry)[^1].Part])
                totals[part.Lab.Id] = totals.GetValueOrDefault(part.Lab.Id) + ModelAttribution.Share(hub.Downloads[i], part.PartFrom, part.PartTo, part.Parts);
        }

        return totals;
    }
}
