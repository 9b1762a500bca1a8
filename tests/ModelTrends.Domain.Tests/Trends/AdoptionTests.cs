using CsCheck;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

public sealed class AdoptionTests
{
    /// <summary>Counters of the models of one class at every age; fewer models have reached the later ages.</summary>
    private static readonly Gen<decimal[][]> Classes = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 6], Gen.Long[0, 500_000].Array[7].Array[40]).Select((models, lost, rises) =>
        Enumerable.Range(0, Adoption.Ages.Count)
            .Select(age => rises.Take(Math.Max(0, models - (age * lost))).Select(model => (decimal)model.Take(age + 1).Sum()).ToArray()).ToArray());

    [Fact]
    public void The_tenth_model_sets_the_threshold_and_scores_one()
    {
        decimal[] models = [.. Enumerable.Range(1, 12).Select(i => i * 100m)];

        var thresholds = Adoption.Thresholds([.. Adoption.Ages.Select(_ => models)]);

        thresholds.ShouldAllBe(threshold => threshold == 300);
        Adoption.Score(300, thresholds[0]).ShouldBe(1);
        Adoption.Score(1200, thresholds[0]).ShouldBe(4);
        Adoption.Score(100, thresholds[0]).ShouldBe(0.333333m);
    }

    [Fact]
    public void Nine_models_set_no_threshold_and_none_is_scored()
    {
        Adoption.Thresholds([[1, 2, 3, 4, 5, 6, 7, 8, 9]]).ShouldBe([null]);
        Adoption.Score(5, null).ShouldBeNull();
        Adoption.Score(5, 0).ShouldBeNull();
    }

    [Fact]
    public void A_lower_tenth_at_a_later_age_keeps_the_threshold()
    {
        decimal[] many = [.. Enumerable.Repeat(1000m, 10)], fewer = [.. Enumerable.Repeat(800m, 10)], more = [.. Enumerable.Repeat(1500m, 10)];

        Adoption.Thresholds([many, fewer, [], more]).ShouldBe([1000, 1000, null, 1500]);
    }

    [Fact]
    public void Thresholds_never_decrease() => Classes.Sample(ages =>
    {
        var known = Adoption.Thresholds(ages).Where(threshold => threshold is not null).ToArray();
        known.ShouldBe(known.Order());
    });

    [Fact]
    public void The_tenth_scores_exactly_one_wherever_it_sets_the_threshold_and_never_more() => Classes.Sample(ages =>
    {
        var thresholds = Adoption.Thresholds(ages);
        for (var i = 0; i < ages.Length; i++)
        {
            (thresholds[i] is null).ShouldBe(ages[i].Length < Adoption.Place);
            if (thresholds[i] is not > 0) continue;
            var tenth = ages[i].OrderDescending().ElementAt(Adoption.Place - 1);
            var score = Adoption.Score(tenth, thresholds[i])!.Value;
            if (tenth == thresholds[i]) score.ShouldBe(1);
            else score.ShouldBeLessThanOrEqualTo(1);
            ages[i].Count(model => Adoption.Score(model, thresholds[i]) > 1).ShouldBeLessThan(Adoption.Place);
        }
    });

    [Fact]
    public void More_downloads_never_score_less() => Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000], Gen.Long[1, 1_000_000]).Sample((a, b, threshold) =>
        Adoption.Score(Math.Max(a, b), threshold)!.Value.ShouldBeGreaterThanOrEqualTo(Adoption.Score(Math.Min(a, b), threshold)!.Value));
}
