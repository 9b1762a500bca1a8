using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Tests.Platform.Languages;

public sealed class NoteTextTests(SampleSite sample) : IClassFixture<SampleSite>
{
    [Fact]
    public void A_sentence_with_another_inside_is_translated_with_it()
    {
        var note = NoteText.Of("Coverage of hub:trending: among the 1,000 trending models", Language.Chinese);

        note.ShouldContain("hub:trending");
        note.ShouldContain("前 1,000 个热门模型之中");
        note.ShouldNotContain("among");
    }

    [Fact]
    public void A_sentence_nobody_translated_stays_as_it_is() => NoteText.Of("Something else: {0}", Language.Hindi).ShouldBe("Something else: {0}");

    [Fact]
    public void A_note_that_nearly_is_a_sentence_a_thousand_times_over_stays_as_it_is()
    {
        var note = string.Concat(Enumerable.Repeat("x: China 1 %, United States ", 5000));

        NoteText.Of(note, Language.Hindi).ShouldBe(note);
    }

    [Theory]
    [InlineData("Thresholds are the 10th most downloaded model of the size class at the same age; the 10th scores exactly 1.")]
    [InlineData("Left out because most of their week came from one day: 12 of 340 models.")]
    [InlineData("There is no observation from 2026-11-22 on.")]
    [InlineData("The counter fell after 2026-11-22 and may still recover; flows since then are not known yet.")]
    public void Notes_that_need_daily_counters_have_words_in_Hindi_and_Chinese(string note)
    {
        NoteText.Of(note, Language.Hindi).ShouldNotBe(note, StringComparer.Ordinal);
        NoteText.Of(note, Language.Chinese).ShouldNotBe(note, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Every_note_and_detected_event_of_the_sample_has_words_in_Hindi_and_Chinese()
    {
        var site = sample.Site;
        var notes = new List<string>();
        string[] routes =
        [
            "share", "share?measure=downloads", "share?keys=CN,ZW", "share?from=2020-01-01&to=2020-02-01", "share?asOf=2026-11-24", "share?source=archive:embedding-models-2024-2026&population=all", "share?source=archive:radar-2026-08",
            "share?source=archive:llm-catalogue-2026", "leaderboard/weeks", "leaderboard/weeks?source=archive:radar-2026-08", "crossings", "flows", "definitions", "concentration", "robustness", "growth", "lineage?asOf=2026-11-24", "lineage?asOf=2020-01-01", "derivatives", "adoption", "first-million",
        ];
        foreach (var route in routes)
            notes.AddRange((await site.Client.GetFromJsonAsync<JsonObject>($"/api/v1/{route}"))!["meta"]!["notes"]!.AsArray().Select(note => note!.GetValue<string>()));
        var events = (await site.Client.GetFromJsonAsync<JsonObject>("/api/v1/events"))!["events"]!.AsArray();
        notes.AddRange(events.Where(e => e!["kind"]!.GetValue<string>() != "release").Select(e => e!["title"]!.GetValue<string>()));

        notes.Count.ShouldBeGreaterThan(30);
        foreach (var note in notes.Distinct(StringComparer.Ordinal))
        {
            NoteText.Of(note, Language.Hindi).ShouldNotBe(note, StringComparer.Ordinal);
            NoteText.Of(note, Language.Chinese).ShouldNotBe(note, StringComparer.Ordinal);
        }
    }
}
