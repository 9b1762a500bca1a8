using CsCheck;
using ModelTrends.Domain.Trends;
using static ModelTrends.Domain.Trends.Robustness;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class RobustnessTests
{
    /// <summary>Models as the part that counts inside and their whole; some merges are split.</summary>
    private static readonly Gen<Largest[]> Models = Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 3]).Array[2, 30]
        .Select(models => models.Select(m => new Largest(m.Item2 switch { 0 => m.Item1, 3 => m.Item1 / 2, _ => 0 }, m.Item1)).ToArray());

    [Fact]
    public void Leaving_a_model_out_takes_it_from_part_and_whole()
    {
        Without(60, 100, new Largest(20, 20)).ShouldBe(0.5m);
        Without(60, 100, new Largest(0, 20)).ShouldBe(0.75m);
        Without(60, 100, new Largest(10, 20)).ShouldBe(0.625m);
        Without(20, 20, new Largest(20, 20)).ShouldBeNull();
    }

    [Fact]
    public void The_one_that_moves_the_share_more_is_not_always_the_larger()
    {
        // Of 100, 90 are inside: leaving 8 of the 10 outside out says more than leaving 20 of the 90 out.
        MovesMore(90, 100, new Largest(0, 8), new Largest(20, 20)).ShouldBeTrue();
        MovesMore(50, 100, new Largest(20, 20), new Largest(0, 8)).ShouldBeTrue();
    }

    [Fact]
    public void A_share_without_one_model_stays_a_share() => Models.Sample(models =>
    {
        var (part, whole) = (models.Sum(m => m.Inside), models.Sum(m => m.Value));
        models.ShouldAllBe(m => Without(part, whole, m) == null || (Without(part, whole, m) >= 0 && Without(part, whole, m) <= 1));
    });

    [Fact]
    public void Leaving_out_an_insider_never_raises_the_share_and_an_outsider_never_lowers_it() => Models.Sample(models =>
    {
        var (part, whole) = (models.Sum(m => m.Inside), models.Sum(m => m.Value));
        var share = Shares.Of(part, whole)!.Value;
        models.Where(m => m.Inside == m.Value).ShouldAllBe(m => Without(part, whole, m) <= share);
        models.Where(m => m.Inside == 0).ShouldAllBe(m => Without(part, whole, m) >= share);
    });

    /// <summary>Why it is enough to try the largest insider and the largest outsider.</summary>
    [Fact]
    public void Without_splits_no_other_model_moves_the_share_more_than_the_two_largest() => Models.Sample(models =>
    {
        Largest[] whole = [.. models.Where(m => m.Inside == 0 || m.Inside == m.Value)];
        if (whole.All(m => m.Inside == 0) || whole.All(m => m.Inside > 0)) return;
        var (part, sum) = (whole.Sum(m => m.Inside), whole.Sum(m => m.Value));
        var (inside, outside) = (whole.MaxBy(m => m.Inside), whole.MaxBy(m => m.Value - m.Inside));
        var most = MovesMore(part, sum, inside, outside) ? inside : outside;
        whole.ShouldAllBe(m => MovesMore(part, sum, most, m));
    });
}
