using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace ModelTrends.Charts.Drawing;

/// <summary>Widths of texts as they will be drawn: shaped, with the same fonts and the same fallback.</summary>
public sealed class TextMeasure
{
    /// <summary>Entries kept; charts repeat their axis texts, a hostile caller does not, so the memory is bounded by starting over.</summary>
    private const int MostTexts = 20_000;

    private readonly ConcurrentDictionary<(string Text, bool Bold), float> _widths = new();

    /// <summary>Pixels.</summary>
    /// <param name="size">Font size in pixels.</param>
    public double Width(string text, double size, bool bold = false)
    {
        if (text.Length == 0) return 0;
        var key = (text, bold);
        if (!_widths.TryGetValue(key, out var width))
        {
            width = Runs(text, bold ? Fonts.SemiBold : Fonts.Regular).Sum(run => run.Face.Width(run.Text));
            if (_widths.Count > MostTexts) _widths.Clear();
            _widths[key] = width;
        }

        return width * size / Fonts.Face.Em;
    }

    /// <summary>Splits a text into runs of one font each; signs that join (marks, joiners, spaces, digits between) stay with the run before.</summary>
    public static IReadOnlyList<(Fonts.Face Face, string Text)> Runs(string text, int weight)
    {
        var faces = Fonts.Faces(weight);
        var runs = new List<(Fonts.Face, string)>();
        var current = faces[0];
        var start = 0;
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var joins = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator;
            var face = (joins && current.Has(rune.Value) ? current : faces.FirstOrDefault(candidate => candidate.Has(rune.Value))) ?? current;
            if (!ReferenceEquals(face, current) && position > start)
            {
                runs.Add((current, text[start..position]));
                start = position;
            }

            current = face;
            position += rune.Utf16SequenceLength;
        }

        if (position > start) runs.Add((current, text[start..]));
        return runs;
    }

    /// <summary>Lines no wider than <paramref name="width"/>. Breaks at spaces, and between any two signs of Chinese; a longer word is cut.</summary>
    public IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var piece in Pieces(text))
        {
            if (Width((line + piece).TrimEnd(), size, bold) <= width || line.Length == 0 && Width(piece.TrimEnd(), size, bold) <= width)
            {
                line += piece;
                continue;
            }

            if (line.Trim().Length > 0) lines.Add(line.TrimEnd());
            line = piece.TrimStart();
            while (Width(line.TrimEnd(), size, bold) > width && line.Length > 1)
            {
                var cut = Fitting(line, width, size, bold);
                lines.Add(line[..cut]);
                line = line[cut..];
            }
        }

        if (line.Trim().Length > 0) lines.Add(line.TrimEnd());
        return lines;
    }

    /// <summary>The text, or as much of it as fits with an ellipsis.</summary>
    public string Shorten(string text, double width, double size, bool bold = false)
    {
        if (Width(text, size, bold) <= width) return text;
        var elements = StringInfo.ParseCombiningCharacters(text);
        for (var i = elements.Length - 1; i > 0; i--)
        {
            var shorter = text[..elements[i]].TrimEnd() + "…";
            if (Width(shorter, size, bold) <= width) return shorter;
        }

        return "…";
    }

    private int Fitting(string text, double width, double size, bool bold)
    {
        var elements = StringInfo.ParseCombiningCharacters(text);
        var cut = elements.Length > 1 ? elements[1] : text.Length;
        foreach (var end in elements.Skip(2))
        {
            if (Width(text[..end], size, bold) > width) break;
            cut = end;
        }

        return cut;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var breaks = text[i] == ' ' || (i + 1 < text.Length && IsHan(text[i]) && !IsClosing(text[i + 1]))
                || (i + 1 < text.Length && IsHan(text[i + 1]) && !IsClosing(text[i + 1]) && !IsOpening(text[i])) || text[i] == '/';
            if (!breaks) continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }

        if (start < text.Length) yield return text[start..];
    }

    private static bool IsHan(char sign) => sign is >= '\u2E80' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' or >= '\uFF00' and <= '\uFFEF';

    private static bool IsClosing(char sign) => "，。、；：！？）》」』…%％".Contains(sign, StringComparison.Ordinal);

    private static bool IsOpening(char sign) => "（《「『".Contains(sign, StringComparison.Ordinal);
}
