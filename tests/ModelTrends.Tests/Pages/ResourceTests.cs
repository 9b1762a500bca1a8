using System.Text.RegularExpressions;
using System.Xml.Linq;
using ModelTrends.Platform;

namespace ModelTrends.Tests.Pages;

/// <summary>Every text in three languages: none missing, none empty, the same places for the same values.</summary>
public sealed partial class ResourceTests
{
    public static TheoryData<string> Tables() =>
        [.. Directory.EnumerateFiles(Path.Combine(Places.Root, "src", "ModelTrends"), "*.hi.resx", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Places.Root, file)[..^".hi.resx".Length]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_of_texts_has_every_key_in_every_language_with_the_same_places(string table)
    {
        var english = Read(table + ".resx");
        foreach (var language in new[] { "hi", "zh" })
        {
            var other = Read($"{table}.{language}.resx");
            other.Keys.Order(StringComparer.Ordinal).ShouldBe(english.Keys.Order(StringComparer.Ordinal), $"{table} in {language}");
            foreach (var (key, text) in other)
            {
                text.ShouldNotBeNullOrWhiteSpace($"{table}.{key} in {language}");
                Holes(text).ShouldBe(Holes(english[key]), $"{table}.{key} in {language}: {text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Most_texts_of_a_table_are_written_in_the_script_of_their_language(string table)
    {
        foreach (var (language, script) in new[] { ("hi", Devanagari()), ("zh", Han()) })
        {
            var texts = Read($"{table}.{language}.resx").Values;
            texts.Count(text => script.IsMatch(text)).ShouldBeGreaterThan(texts.Count * 8 / 10, $"{table} in {language}");
        }
    }

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Places.Root, file)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static string[] Holes(string text) => [.. Hole().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\p{IsDevanagari}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Devanagari();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Han();
}
