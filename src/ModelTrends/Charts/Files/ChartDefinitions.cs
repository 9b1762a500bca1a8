using ModelTrends.Platform.Answers;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Charts.Files;

/// <summary>What a number of a chart means, in sentences of the reader's language: no number leaves the site without them.</summary>
public static class ChartDefinitions
{
    public static IReadOnlyList<string> Of(Meta meta, ChartTexts texts)
    {
        var sentences = new List<string> { texts["counts.measure." + meta.Measure] };
        if (meta.Lens is { } lens) sentences.Add(texts["counts.lens." + lens]);
        if (meta.Population is { } population) sentences.Add(texts["counts.population." + population]);
        sentences.Add(texts["counts.whole"]);
        sentences.AddRange(meta.Notes.Select(note => NoteText.Of(note, texts.Language)));
        return sentences;
    }
}
