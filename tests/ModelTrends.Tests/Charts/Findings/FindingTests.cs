using ModelTrends.Charts;
using ModelTrends.Charts.Findings;
using ModelTrends.Data.Tables;
using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;
using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;
using ModelTrends.Trends;

namespace ModelTrends.Tests.Charts.Findings;

/// <summary>Sentences say what the numbers say, no more, and stay away where there is nothing to say.</summary>
public sealed class FindingTests
{
    private const string Definition = "the definition";
    private static readonly DateOnly Day = new(2026, 11, 22);
    private static readonly ChartTexts English = ChartTexts.Of(Language.English);
    private static readonly Meta Meta = Meta.Listing("downloads30d", "downloads") with { From = Day, To = Day };

    public static TheoryData<string> Languages() => [.. Language.All.Select(language => language.Code)];

    [Fact]
    public void A_matrix_tells_what_each_publishes_of_the_other_and_compares_known_regions_alone()
    {
        var finding = FlowsFinding.Of(
            Matrix((Regions.UnitedStates, Regions.China, 412), (Regions.UnitedStates, Regions.UnitedStates, 588), (Regions.China, Regions.China, 970), (Regions.China, Regions.UnitedStates, 30), (Countries.Individual, Regions.China, 50), (Countries.Individual, Regions.Europe, 50), (Countries.Unknown, Countries.Unknown, 100)),
            Measure.Downloads30d, "30-day downloads of language models", Definition, English);

        finding.Title.ShouldBe("Among what US labs publish, 41.2 % of 30-day downloads of language models on 22 Nov 2026 go back to Chinese labs' models; among what Chinese labs publish, 3.0 % go back to US labs' models");
        finding.More.ShouldBe([
            "Of what individuals publish, 50.0 % go back to Chinese labs' models and 0.0 % to US labs' models.",
            "Where publisher and origin are both labs of a known region, 22.1 % are published in another region than they come from.",
            "For 4.5 % of the whole, publisher or origin is not known yet.",
        ]);
    }

    [Fact]
    public void A_matrix_of_one_publisher_or_of_nobody_known_claims_nothing_of_the_others()
    {
        FlowsFinding.Of(Matrix((Regions.China, Regions.UnitedStates, 1), (Regions.China, Regions.China, 3)), Measure.Downloads30d, "likes", Definition, English).Title
            .ShouldBe("Among what Chinese labs publish, 25.0 % of likes on 22 Nov 2026 go back to US labs' models");
        var unknown = FlowsFinding.Of(Matrix((Countries.Unknown, Countries.Unknown, 7)), Measure.Downloads30d, "likes", Definition, English);
        unknown.Title.ShouldBe(Definition);
        unknown.More.ShouldBe(["For 100.0 % of the whole, publisher or origin is not known yet."]);
        var nothing = FlowsFinding.Of(Matrix(), Measure.Downloads30d, "likes", Definition, English);
        nothing.Title.ShouldBe(Definition);
        nothing.More.ShouldBeEmpty();
    }

    [Fact]
    public void A_flow_names_its_first_and_its_last_day()
    {
        var answer = Matrix((Regions.China, Regions.China, 3)) with { Meta = Meta with { From = Day.AddDays(-27) } };

        FlowsFinding.Of(answer, Measure.Downloads, "new downloads", Definition, English).Title.ShouldContain("from 26 Oct 2026 to 22 Nov 2026");
    }

    [Fact]
    public void Concentration_tells_the_change_against_the_day_it_was_compared_with()
    {
        var finding = ConcentrationFinding.Of(Concentrated(0.31m, Day), Concentrated(0.289m, Day.AddDays(-365)), "downloads", Definition, English);

        finding.Title.ShouldBe("Ten models hold 31.0 % of downloads on 22 Nov 2026");
        finding.More[0].ShouldBe("On 22 Nov 2025 the first ten held 28.9 %: a change of +2.1 points.");
        finding.More[1].ShouldBe("The first lab, Alibaba, has 20.0 %, the first three together 45.0 %.");
        finding.More[2].ShouldBe("Labs are as concentrated as 8.0 labs of equal size would be, though there are 40 (HHI 0.125).");
        ConcentrationFinding.Of(Concentrated(0.31m, Day), null, "downloads", Definition, English).More[0].ShouldStartWith("The first lab");
        ConcentrationFinding.Of(Concentrated(1, Day), null, "downloads", Definition, English).Title.ShouldBe("No more than ten models share downloads on 22 Nov 2026");
    }

    [Fact]
    public void Definitions_count_those_that_have_both_shares_and_say_when_sources_differ()
    {
        var answer = Defined(("language-origin", 0.48m, 0.30m, "hub"), ("all", 0.22m, 0.40m, "hub"), ("likes", 0.25m, 0.25m, "archive:x"), ("mainline", null, null, "hub"));

        var finding = DefinitionsFinding.Of(answer, Definition, English);

        finding.Title.ShouldBe("Chinese labs' share is 22.0 % to 48.0 % depending on the definition; it is larger than the US labs' under 1 of 3");
        finding.More[0].ShouldContain("(22.0 %)");
        finding.More[^1].ShouldStartWith("Not all definitions are answered from the same source");
        DefinitionsFinding.Of(Defined(("all", 0.22m, 0.40m, "hub")), Definition, English).Title.ShouldStartWith("Chinese labs' share is 22.0 %, US labs' 40.0 %, under the one definition that has numbers: ");
        DefinitionsFinding.Of(Defined(("all", null, null, "hub")), Definition, English).Title.ShouldBe(Definition);
    }

    [Fact]
    public void Adoption_tells_the_highest_and_how_many_reach_the_tenth_place()
    {
        var answer = Adopted(("Qwen/Qwen3-8B", "CN", 4.1m), ("meta/Llama", "US", 1m), ("a/b", "FR", 0.4m), ("c/d", "CN", null));

        var finding = AdoptionFinding.Of(answer, answer, Definition, English);

        finding.Title.ShouldBe("Qwen3-8B had 5,000 downloads 30 days after release, 4.1 times the 10th most downloaded model of its size class");
        finding.More.ShouldBe([
            "Of 3 models released from 23 Sep 2026 to 23 Sep 2026 that have a class to compare with, 2 reach its 10th place or more at their last observed age: 1 by Chinese labs, 1 by US labs.",
            "Not compared, since fewer than ten models of their class have that age: 1.",
        ]);
        var few = Adopted(("c/d", "CN", null));
        AdoptionFinding.Of(few, few, Definition, English).Title.ShouldContain("no size class has ten of one age to compare with yet");
        AdoptionFinding.Of(few with { Models = [] }, few with { Models = [] }, Definition, English).Title.ShouldBe(Definition);
    }

    [Fact]
    public void Releases_compare_full_periods_and_say_up_to_when_the_last_one_is_told()
    {
        var answer = Released(("alibaba", [(9, 2), (10, 3), (11, 1)]), ("meta", [(9, 2), (11, 1)]), (Countries.Unknown, [(10, 4)]));

        var finding = ReleasesFinding.Of(answer, Interval.Month, "language models", RegionOf, series => series.Name, Definition, English);

        finding.Title.ShouldBe("Chinese labs released 6 of 13 language models from 1 Sep 2026 to 22 Nov 2026, US labs 3");
        finding.More.ShouldBe(["Most releases are from alibaba: 6.", "Oct 2026 had 7 releases, Sep 2026 before it 4.", "Nov 2026 is counted up to 22 Nov 2026.", "For 4 of the releases nobody has been named yet."]);
        ReleasesFinding.Of(Released((Countries.Unknown, [(10, 4)])), Interval.Month, "models", RegionOf, series => series.Name, Definition, English).Title.ShouldStartWith("4 models were released");
        ReleasesFinding.Of(Released(("alibaba", [(10, 1)]), ("meta", [(10, 1)])), Interval.Month, "models", RegionOf, series => series.Name, Definition, English).More[0].ShouldNotStartWith("Most");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_fills_every_place_of_its_sentences(string code)
    {
        var texts = ChartTexts.Of(Language.Find(code)!);
        Finding[] findings =
        [
            FlowsFinding.Of(Matrix((Regions.UnitedStates, Regions.China, 412), (Regions.China, Regions.UnitedStates, 30), (Countries.Individual, Regions.China, 50), (Countries.Unknown, Countries.Unknown, 100)), Measure.Downloads30d, "*", Definition, texts),
            ConcentrationFinding.Of(Concentrated(0.31m, Day), Concentrated(0.289m, Day.AddDays(-365)), "*", Definition, texts),
            DefinitionsFinding.Of(Defined(("language-origin", 0.48m, 0.30m, "hub"), ("all", 0.22m, 0.40m, "archive:x")), Definition, texts),
            AdoptionFinding.Of(Adopted(("Qwen/Qwen3-8B", "CN", 4.1m), ("c/d", "CN", null)), Adopted(("Qwen/Qwen3-8B", "CN", 4.1m), ("c/d", "CN", null)), Definition, texts),
            ReleasesFinding.Of(Released(("alibaba", [(9, 2), (10, 3)]), (Countries.Unknown, [(10, 4)])), Interval.Month, "*", RegionOf, series => series.Name, Definition, texts),
        ];

        foreach (var finding in findings)
        {
            finding.More.ShouldNotBeEmpty();
            foreach (var sentence in finding.More.Append(finding.Title))
                sentence.ShouldNotMatch(@"[{}]|^\s*$");
            // A title is a headline, what follows are sentences.
            finding.More.ShouldAllBe(sentence => sentence.EndsWith(code == "hi" ? '।' : code == "zh" ? '。' : '.'));
        }
    }

    private static FlowMatrixQuery.Response Matrix(params (string Publisher, string Origin, decimal Value)[] cells)
    {
        var total = cells.Sum(cell => cell.Value);
        FlowMatrixQuery.Sum[] Sums(Func<(string Publisher, string Origin, decimal Value), string> key) => [.. cells.GroupBy(key, StringComparer.Ordinal).Select(group => new FlowMatrixQuery.Sum(group.Key, group.Key, group.Sum(cell => cell.Value), null))];
        return new FlowMatrixQuery.Response(Meta, total == 0 ? null : total, Sums(cell => cell.Publisher), Sums(cell => cell.Origin), [.. cells.Select(cell => new FlowMatrixQuery.Cell(cell.Publisher, cell.Origin, cell.Value, null))]);
    }

    private static ConcentrationQuery.Response Concentrated(decimal share, DateOnly day) => new(
        Meta, day, 1000, [new(10, share * 1000, share), new(100, 1000, 1)], 0.125m, 0.5m, 40, [],
        [new("alibaba", "Alibaba", "CN", 200, 0.2m), new("meta", "Meta", "US", 150, 0.15m), new("google", "Google", "US", 100, 0.1m)]);

    private static DefinitionsQuery.Response Defined(params (string Id, decimal? China, decimal? Us, string Source)[] rows) => new(
        Meta, [.. rows.Select(row => new DefinitionsQuery.Row(row.Id, row.Id, Measure.Downloads30d, Lens.Origin, Population.All, Day, 1, [new("CN", "China", row.China, null), new("US", "United States", row.Us, null)], row.Source, null))], []);

    private static AdoptionQuery.Response Adopted(params (string Model, string Country, decimal? Score)[] models) => new(
        Meta, "2026-Q4", [], [.. models.Select(model => new AdoptionQuery.Entry(model.Model, "lab", model.Country, SizeClass.Unknown, Day.AddDays(-60), [new(30, 5000, null, model.Score)]))]);

    private static ReleasesQuery.Response Released(params (string Key, (int Month, int Models)[] Points)[] series) => new(
        Meta with { From = new DateOnly(2026, 9, 1) }, Day, [.. series.Select(one => new ReleasesQuery.Series(one.Key, one.Key, null, one.Points.Sum(point => point.Models), [.. one.Points.Select(point => new ReleasesQuery.Point(new DateOnly(2026, point.Month, 1), point.Models, []))]))]);

    private static string RegionOf(string key) => key switch { "alibaba" => Regions.China, "meta" => Regions.UnitedStates, _ => key };
}
