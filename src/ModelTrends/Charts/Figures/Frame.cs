using System.Text.Json.Nodes;
using ModelTrends.Charts.Drawing;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Charts.Figures;

/// <summary>The sheet a figure is drawn on: size, colours, fonts, and the room left for the plot once title, subtitle and footer stand.</summary>
public sealed class Frame
{
    public Frame(int width, int height, Theme theme, Language language, TextMeasure measure)
    {
        (Width, Height, Theme, Language, Measure) = (width, height, theme, language, measure);
        Unit = Math.Clamp(10 + (width / 200.0), 11, 16);
        Padding = Math.Round(Unit * 1.2);
        Top = Padding;
        Bottom = height - Padding;
    }

    public int Width { get; }
    public int Height { get; }
    public Theme Theme { get; }
    public Language Language { get; }
    public TextMeasure Measure { get; }

    /// <summary>Size of ordinary text in pixels; grows slowly with the width.</summary>
    public double Unit { get; }
    public double Padding { get; }

    /// <summary>Upper edge of the room for plot and axes.</summary>
    public double Top { get; private set; }
    public double Bottom { get; private set; }
    public JsonArray Texts { get; } = [];

    public bool IsNarrow => Width < 520;

    /// <summary>Too low for everything a caption says: pictures beside a link.</summary>
    public bool IsLow => Height < 330;

    /// <summary>A browser may draw Devanagari and Chinese with another font than ours, and wider: texts of these languages leave it room.</summary>
    public double Slack => Language == Language.English ? 1.02 : 1.1;

    public double WidthOf(string text, double? size = null, bool bold = false) => Measure.Width(text, size ?? Unit, bold);

    /// <summary>
    /// Title, subtitle and footer belong to the picture: they wrap and are never clipped. Where they would leave the plot less than half of the
    /// sheet, the last parts of the footer go first, then the subtitle as a whole; the title stays.
    /// </summary>
    public Frame WithCaption(string title, string subtitle, IReadOnlyList<string> footer)
    {
        var room = Height * (IsLow ? 0.45 : 0.5);
        var titleSize = Unit * (IsLow ? 1.3 : 1.5);
        var titleLines = Balanced(title, titleSize, true);
        // On a wide sheet a third line costs more of the plot than smaller letters cost the title.
        if (Width > Height && !IsLow && titleLines.Count == 3 && Balanced(title, Unit * 1.2, true).Count == 2)
        {
            while (titleLines.Count > 2) titleLines = Balanced(title, titleSize -= 0.25, true);
        }

        while (titleLines.Count > (IsLow ? 2 : 3) && titleSize > Unit)
        {
            titleSize -= 0.5;
            titleLines = Balanced(title, titleSize, true);
        }

        room -= titleLines.Count * titleSize * 1.3;
        var footerSize = Math.Max(IsLow ? 8.5 : 9, Unit * 0.68);
        var parts = footer.Where(part => part.Length > 0).ToList();
        var footerLines = Footer(parts, footerSize);
        while (parts.Count > 1 && footerLines.Count * footerSize * 1.4 > Math.Max(Height * (IsLow ? 0.12 : Width > Height ? 0.14 : 0.2), footerSize * 2.9))
        {
            parts.RemoveAt(parts.Count - 1);
            footerLines = Footer(parts, footerSize);
        }

        room -= footerLines.Count * footerSize * 1.4;
        var subtitleLines = Balanced(subtitle, Unit, false);
        if (IsLow || room < subtitleLines.Count * Unit * 1.4) subtitleLines = [];
        Top = Put(titleLines, Padding, titleSize, 1.3, true, Theme.Text) + (Unit * 0.25);
        Top = Put(subtitleLines, Top, Unit, 1.4, false, Theme.Faint) + (Unit * 0.5);
        Bottom = Height - (IsLow ? Padding * 0.7 : Padding) - (footerLines.Count * footerSize * 1.4);
        Put(footerLines, Bottom, footerSize, 1.4, false, Theme.Faint);
        Bottom -= Unit * 0.4;
        return this;
    }

    /// <summary>A text anywhere on the sheet.</summary>
    /// <param name="y">Middle of the line.</param>
    public void Text(string text, double x, double y, double? size = null, bool bold = false, string? colour = null, string align = "left") =>
        Texts.Add(new JsonObject
        {
            ["type"] = "text",
            ["silent"] = true,
            ["z"] = 100,
            ["style"] = new JsonObject
            {
                ["text"] = text,
                ["x"] = Round(x),
                ["y"] = Round(y),
                ["font"] = Font(size ?? Unit, bold),
                ["fill"] = colour ?? Theme.Text,
                ["textAlign"] = align,
                ["textVerticalAlign"] = "middle",
            },
        });

    /// <summary>A text that reads upwards from a point, its middle on <paramref name="x"/>.</summary>
    public void Upright(string text, double x, double y, double size, string colour) =>
        Texts.Add(new JsonObject
        {
            ["type"] = "text",
            ["silent"] = true,
            ["z"] = 100,
            ["x"] = Round(x),
            ["y"] = Round(y),
            ["rotation"] = Math.Round(Math.PI / 2, 6),
            ["style"] = new JsonObject { ["text"] = text, ["x"] = 0, ["y"] = 0, ["font"] = Font(size, false), ["fill"] = colour, ["textAlign"] = "left", ["textVerticalAlign"] = "middle" },
        });

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, bool dashed = false) =>
        Texts.Add(new JsonObject
        {
            ["type"] = "line",
            ["silent"] = true,
            ["z"] = 90,
            ["shape"] = new JsonObject { ["x1"] = Round(x1), ["y1"] = Round(y1), ["x2"] = Round(x2), ["y2"] = Round(y2) },
            ["style"] = new JsonObject { ["stroke"] = colour, ["lineWidth"] = width, ["lineDash"] = dashed ? new JsonArray(4, 3) : null },
        });

    /// <summary>Paper behind words that stand inside the plot.</summary>
    public void Plate(double x, double y, double width, double height) =>
        Texts.Add(new JsonObject
        {
            ["type"] = "rect",
            ["silent"] = true,
            ["z"] = 95,
            ["shape"] = new JsonObject { ["x"] = Round(x), ["y"] = Round(y), ["width"] = Round(width), ["height"] = Round(height), ["r"] = 2 },
            ["style"] = new JsonObject { ["fill"] = Theme.Paper, ["opacity"] = 0.82 },
        });

    public static string Font(double size, bool bold) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(bold ? Fonts.SemiBold : Fonts.Regular)} {Math.Round(size, 1)}px {Fonts.Family}");

    /// <summary>Half pixels are enough; long fractions only make the file larger.</summary>
    public static double Round(double value) => Math.Round(value, 1);

    private IReadOnlyList<string> Balanced(string text, double size, bool bold) => Measure.Balance(text, (Width - (2 * Padding)) / Slack, size, bold);

    private IReadOnlyList<string> Lines(string text, double size, bool bold) => Measure.Wrap(text, (Width - (2 * Padding)) / Slack, size, bold);

    /// <summary>Parts are joined by a dot as long as they fit; no part is torn unless it is wider than the sheet.</summary>
    private List<string> Footer(IReadOnlyList<string> parts, double size)
    {
        var lines = new List<string>();
        foreach (var part in parts.Where(part => part.Length > 0))
        {
            var joined = lines.Count > 0 ? $"{lines[^1]} · {part}" : part;
            if (lines.Count > 0 && WidthOf(joined, size) * Slack <= Width - (2 * Padding))
                lines[^1] = joined;
            else
                lines.AddRange(Lines(part, size, false));
        }

        return lines;
    }

    private double Put(IReadOnlyList<string> lines, double top, double size, double leading, bool bold, string colour)
    {
        foreach (var line in lines)
        {
            Text(line, Padding, top + (size * leading / 2), size, bold, colour);
            top += size * leading;
        }

        return top;
    }
}
