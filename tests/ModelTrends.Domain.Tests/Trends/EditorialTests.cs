using ModelTrends.Domain.Labs;
using ModelTrends.Domain.Trends;

namespace ModelTrends.Domain.Tests.Trends;

/// <summary>The reviewed files that ship with the program.</summary>
public sealed class EditorialTests
{
    [Fact]
    public void Every_event_has_a_kind_an_address_and_a_lab_of_the_registry_and_stands_once()
    {
        var events = EditorialEvent.Load();
        var labs = Registry.Load().Labs.Select(lab => lab.Id).ToHashSet(StringComparer.Ordinal);

        foreach (var e in events)
        {
            e.Kind.ShouldBeOneOf("release", "rule", "report");
            Uri.TryCreate(e.Url, UriKind.Absolute, out var address).ShouldBeTrue(e.Title);
            address!.Scheme.ShouldBe("https", e.Title);
            (e.LabId is null || labs.Contains(e.LabId)).ShouldBeTrue($"{e.Title} names lab {e.LabId}");
            (e.Kind != "release" || e.LabId is not null).ShouldBeTrue($"{e.Title} has no lab");
        }

        events.Select(e => e.Title).ShouldBeUnique(StringComparer.Ordinal);
        events.Count(e => e.Kind == "release").ShouldBeGreaterThanOrEqualTo(40);
    }

    [Theory]
    [InlineData("DeepSeek-R1", "2025-01-20")]
    [InlineData("Llama 4", "2025-04-05")]
    [InlineData("Qwen3", "2025-04-28")]
    [InlineData("Kimi K2", "2025-07-11")]
    [InlineData("gpt-oss", "2025-08-05")]
    public void The_well_known_releases_stand_at_their_days(string title, string day) =>
        EditorialEvent.Load().Single(e => e.Title == title).Day.ShouldBe(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_model_and_an_event_with_the_same_evidence_have_the_same_day()
    {
        var days = EditorialEvent.Load().Where(e => e.Kind == "release").ToDictionary(e => e.Url, e => e.Day, StringComparer.Ordinal);

        var models = Releases.Load().All.Where(release => days.ContainsKey(release.Evidence)).ToList();

        models.Count.ShouldBeGreaterThan(50);
        models.ShouldAllBe(release => days[release.Evidence] == release.Day);
    }

    [Fact]
    public void A_correction_moves_a_release_and_an_old_date_without_one_is_unknown()
    {
        var created = new DateOnly(2024, 7, 18);

        Traits.Of("meta-llama/Llama-3.1-8B-Instruct", "text-generation", null, null, created, Releases.Load().Of("meta-llama/llama-3.1-8b-instruct")).Released.ShouldBe(new DateOnly(2024, 7, 23));
        Traits.Of("someone/old", "fill-mask", null, null, Traits.FirstStoredDay, null).Released.ShouldBeNull();
        Traits.Of("google-bert/bert-base-uncased", "fill-mask", null, null, Traits.FirstStoredDay, Releases.Load().Of("google-bert/bert-base-uncased")).Vintage.ShouldBe((short)2018);
    }

    [Fact]
    public void Every_claim_tells_source_day_window_and_population_and_its_shares_are_shares()
    {
        var claims = PublishedClaim.Load();

        claims.Select(claim => claim.Id).ShouldBeUnique(StringComparer.Ordinal);
        claims.ShouldAllBe(claim => claim.Url.StartsWith("https://", StringComparison.Ordinal) && claim.Window.Length > 0 && claim.Population.Length > 0 && claim.Published > new DateOnly(2025, 1, 1));
        claims.ShouldAllBe(claim => claim.Shares.Count > 0 && claim.Shares.Values.All(share => share > 0 && share <= 1) && claim.Shares.Values.Sum() <= 1);
        claims.ShouldAllBe(claim => new[] { "en", "hi", "zh" }.All(language => claim.In(language) != null && (claim.In(language)!.Note == null) == (claim.Note == null)));
        claims[0].In("fr").ShouldBeNull();
        claims.Single(claim => claim.Id == "economies-of-open-intelligence").Shares.ShouldBe(new Dictionary<string, decimal>(StringComparer.Ordinal) { ["CN"] = 0.171m, ["US"] = 0.158m });
    }
}
