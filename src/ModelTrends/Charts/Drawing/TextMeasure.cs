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

    /// <summary>Lines no wider than <paramref name="width"/>. Breaks as <see cref="LineBreaks"/> allows; a longer word is cut.</summary>
    public IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false) => Fill(Measured(text, size, bold), width, size, bold);

    /// <summary>As few lines as <see cref="Wrap"/>, of about the same length: no word stands alone on the last.</summary>
    public IReadOnlyList<string> Balance(string text, double width, double size, bool bold = false)
    {
        var pieces = Measured(text, size, bold);
        var lines = Fill(pieces, width, size, bold);
        if (lines.Count < 2) return lines;
        var (low, high) = (pieces.Max(piece => piece.Bare), width);
        // Seven halvings leave less than a hundredth of the width.
        for (var i = 0; i < 7 && high > low; i++)
        {
            var middle = (low + high) / 2;
            if (Fill(pieces, middle, size, bold).Count <= lines.Count) high = middle;
            else low = middle;
        }

        return Fill(pieces, high, size, bold);
    }

    private List<(string Text, double Full, double Bare)> Measured(string text, double size, bool bold) =>
        [.. LineBreaks.Pieces(text).Select(piece => (piece, Width(piece, size, bold), Width(piece.TrimEnd(), size, bold)))];

    private List<string> Fill(List<(string Text, double Full, double Bare)> pieces, double width, double size, bool bold)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var used = 0.0;
        foreach (var (text, full, bare) in pieces)
        {
            if (line.Length > 0 && used + bare > width - 0.5) Flush();
            if (line.Length == 0 && bare > width - 0.5)
            {
                var rest = text.TrimStart();
                while (Width(rest.TrimEnd(), size, bold) > width && rest.Length > 1)
                {
                    var cut = Fitting(rest, width, size, bold);
                    lines.Add(rest[..cut]);
                    rest = rest[cut..];
                }

                line.Append(rest);
                used = Width(rest, size, bold);
                continue;
            }

            line.Append(text);
            used += full;
        }

        Flush();
        return lines;

        void Flush()
        {
            if (line.ToString().Trim() is { Length: > 0 } done) lines.Add(done);
            line.Clear();
            used = 0;
        }
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
}
