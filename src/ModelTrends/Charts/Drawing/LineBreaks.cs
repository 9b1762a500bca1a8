using System.Globalization;

namespace ModelTrends.Charts.Drawing;

/// <summary>
/// Where a line may end: at spaces, between signs of Chinese, and within addresses. A number keeps its unit and a day its month: "74.6 %",
/// "1.2 M", "3.4 अरब", "16 Nov" stand on one line.
/// </summary>
public static class LineBreaks
{
    /// <summary>Letters of the longest unit or short month: हज़ार, करोड़, अप्रैल.</summary>
    private const int LongestUnit = 6;

    /// <summary>A word longer than that is an address.</summary>
    private const int LongestName = 48;

    public static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!MayEnd(text, i)) continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }

        if (start < text.Length) yield return text[start..];
    }

    private static bool MayEnd(string text, int i)
    {
        var sign = text[i];
        if (i + 1 >= text.Length) return false;
        var next = text[i + 1];
        if (sign == ' ') return !HoldsUnit(text, i);
        if (sign is '/' or '&') return next is not '/' && IsLong(text, i);
        if (sign is '年' or '月' && char.IsDigit(next)) return false;
        if (IsHan(sign) && !IsClosing(next)) return !IsOpening(sign) && (IsHan(next) || next != ' ');
        return IsHan(next) && !IsClosing(next) && !IsOpening(sign) && !char.IsDigit(sign);
    }

    /// <summary>Whether the word around <paramref name="i"/> is an address; names of models stay whole.</summary>
    private static bool IsLong(string text, int i)
    {
        var begin = text.LastIndexOf(' ', i) + 1;
        var end = text.IndexOf(' ', i);
        return (end < 0 ? text.Length : end) - begin > LongestName;
    }

    /// <summary>Whether the space at <paramref name="i"/> stands between a number and what it counts.</summary>
    private static bool HoldsUnit(string text, int i)
    {
        if (i + 1 < text.Length && text[i + 1] is '%') return true;
        if (i > 0 && text[i - 1] is '<') return true;
        // "16 Nov 2026", but a head "Nov 2026" has two lines where it is narrow.
        if (i > 4 && i + 4 < text.Length && text[i - 4] == ' ' && char.IsDigit(text[i - 5]) && IsMonth(text, i, 3) && char.IsDigit(text[i + 4])) return true;
        if (i == 0 || i + 1 >= text.Length || !char.IsDigit(text[i - 1])) return false;
        if (IsHan(text[i + 1])) return true;
        var length = 0;
        while (i + 1 + length < text.Length && (char.IsLetter(text[i + 1 + length]) || IsMark(text[i + 1 + length]))) length++;
        if (length is 0 or > LongestUnit) return false;
        var word = text.AsSpan(i + 1, length);
        return word is "M" or "B" or "k" or "लाख" or "करोड़" or "अरब" or "हज़ार" || word[^1] == '॰' || IsMonth(text, i + 1 + length, length);
    }

    /// <summary>A capital word of three letters before a year.</summary>
    private static bool IsMonth(string text, int end, int length) =>
        length == 3 && char.IsUpper(text[end - 3]) && end + 1 < text.Length && text[end] == ' ' && char.IsDigit(text[end + 1]);

    private static bool IsMark(char sign) => CharUnicodeInfo.GetUnicodeCategory(sign) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || sign == '॰';

    private static bool IsHan(char sign) => sign is >= '\u2E80' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uFF00' and <= '\uFFEF';

    private static bool IsClosing(char sign) => "，。、；：！？）》」』…%％ ".Contains(sign, StringComparison.Ordinal);

    private static bool IsOpening(char sign) => "（《「『".Contains(sign, StringComparison.Ordinal);
}
