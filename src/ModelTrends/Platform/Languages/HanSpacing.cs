using System.Text.RegularExpressions;

namespace ModelTrends.Platform.Languages;

/// <summary>Chinese sets a space between its own signs and Latin words; a text with gaps cannot know which of both a name will be.</summary>
public static partial class HanSpacing
{
    public static string Of(string text, Language language) =>
        language == Language.Chinese ? HanBeforeLatin().Replace(LatinBeforeHan().Replace(text, "$1 $2"), "$1 $2") : text;

    // A name may end with its number: Qwen3, Llama 4. A year after a name belongs to its own sign.
    [GeneratedRegex(@"([A-Za-z](?:[A-Za-z0-9.+-]*[A-Za-z0-9])?(?: \d[\d.]*)?)(?![年月日])(\p{IsCJKUnifiedIdeographs})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LatinBeforeHan();

    [GeneratedRegex(@"(\p{IsCJKUnifiedIdeographs})([A-Za-z]|(?<![年月])\d[\d,.]* )", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HanBeforeLatin();
}
