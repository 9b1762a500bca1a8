using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ModelTrends.Charts.Drawing;

namespace ModelTrends.Tests.Charts;

/// <summary>The texts of an SVG with the room each takes, measured with the fonts it is drawn with.</summary>
internal sealed partial record PictureText(string Text, double Left, double Top, double Right, double Bottom)
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly TextMeasure Measure = new();

    public static IReadOnlyList<PictureText> Of(string svg) => [.. XDocument.Parse(svg).Descendants(Svg + "text").Select(Read)];

    public bool Overlaps(PictureText other) => Left < other.Right - 1 && Right > other.Left + 1 && Top < other.Bottom - 1 && Bottom > other.Top + 1;

    private static PictureText Read(XElement text)
    {
        var style = (string)text.Attribute("style")!;
        var size = Number(Size().Match(style).Groups[1].Value);
        var width = Measure.Width(text.Value, size, style.Contains("600", StringComparison.Ordinal));
        var (x, y) = (Number((string?)text.Attribute("x")), Number((string?)text.Attribute("y")));
        // Upright: it reads upwards from its point.
        if (Upright().Match((string?)text.Attribute("transform") ?? "") is { Success: true } turn)
        {
            (x, y) = (Number(turn.Groups[1].Value), Number(turn.Groups[2].Value));
            return new PictureText(text.Value, x - (size * 0.42), y - width, x + (size * 0.42), y);
        }

        if (Translate().Match((string?)text.Attribute("transform") ?? "") is { Success: true } move) (x, y) = (x + Number(move.Groups[1].Value), y + Number(move.Groups[2].Value));
        var left = (string?)text.Attribute("text-anchor") switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
        // Letters without ascenders of ascenders: what the eye takes for the line.
        return new PictureText(text.Value, left, y - (size * 0.42), left + width, y + (size * 0.42));
    }

    private static double Number(string? text) => string.IsNullOrEmpty(text) ? 0 : double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+)px", RegexOptions.NonBacktracking)]
    private static partial Regex Size();

    [GeneratedRegex(@"translate\(([-\d.]+)[ ,]([-\d.]+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Translate();

    [GeneratedRegex(@"matrix\(0,-1,1,0,([-\d.]+),([-\d.]+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Upright();
}
