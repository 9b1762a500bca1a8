using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace ModelTrends.Platform.Languages;

/// <summary>
/// The notes of answers in the reader's language. The API speaks English; pages and pictures recognise its sentences by the English of
/// <c>NoteTexts.resx</c>, where <c>{0}</c> stands for any text, and say them as the other resource files do. A sentence nobody has translated stays.
/// </summary>
public static partial class NoteText
{
    private static readonly ResourceManager Resources = new("ModelTrends.Platform.Languages.NoteTexts", typeof(NoteText).Assembly);
    private static readonly Lazy<IReadOnlyList<(string Key, Regex Sentence)>> Sentences = new(Read);

    /// <summary>With its days as readers of the language write them.</summary>
    public static string Of(string note, Language language) => HanSpacing.Of(IsoDay().Replace(Translated(note, language), match =>
        DateOnly.TryParseExact(match.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? DateText.Day(day, language) : match.Value), language);

    private static string Translated(string note, Language language)
    {
        if (language == Language.English) return note;
        foreach (var (key, sentence) in Sentences.Value)
        {
            if (sentence.Match(note) is not { Success: true } match) continue;
            // A note can hold another one: what an archive covers.
            var parts = match.Groups.Values.Skip(1).Select(group => (object)Translated(group.Value, language)).ToArray();
            return string.Format(CultureInfo.InvariantCulture, Resources.GetString(key, language.Culture)!, parts);
        }

        return note;
    }

    private static IReadOnlyList<(string, Regex)> Read()
    {
        var english = Resources.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!;
        return
        [
            .. english.Cast<System.Collections.DictionaryEntry>().Select(entry => ((string)entry.Key, (string)entry.Value!))
                // The longest first: the plainest sentence matches most.
                .OrderByDescending(entry => entry.Item2.Length)
                // Without going back: a note holds names from the Hub and titles of archives, and none of them may take long.
                .Select(entry => (entry.Item1, new Regex($"^{Placeholder().Replace(Regex.Escape(entry.Item2), "(.+?)")}$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking))),
        ];
    }

    [GeneratedRegex(@"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\dT-])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsoDay();

    // Regex.Escape writes {0} as \{0}.
    [GeneratedRegex(@"\\\{\d\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
