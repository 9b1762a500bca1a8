using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace ModelTrends.Charts.Drawing;

/// <summary>Mends what ECharts writes: no hover styles, names that depend on the content alone, a description for screen readers.</summary>
internal static partial class SvgText
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>ECharts numbers its classes and definitions with a counter that never restarts; the names here follow the order of appearance and the content.</summary>
    public static string Normalise(string svg, string title)
    {
        svg = StyleBlock().Replace(svg, "");
        svg = ClassAttribute().Replace(svg, "");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var plain = DefinitionName().Replace(svg, match =>
        {
            if (!names.TryGetValue(match.Value, out var name))
                names[match.Value] = name = $"\u0001{names.Count}";
            return name;
        });
        var prefix = "c" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)))[..8];
        svg = plain.Replace("\u0001", prefix + "-", StringComparison.Ordinal);
        var label = System.Security.SecurityElement.Escape(title);
        return svg.Replace("<svg ", $"<svg role=\"img\" aria-label=\"{label}\" ", StringComparison.Ordinal);
    }

    /// <summary>Texts as paths, for programs without the fonts.</summary>
    public static string Outline(string svg)
    {
        var document = XDocument.Parse(svg, LoadOptions.PreserveWhitespace);
        foreach (var text in document.Descendants(Svg + "text").ToArray())
            text.ReplaceWith(OutlineOf(text));
        return document.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement OutlineOf(XElement text)
    {
        var style = (string?)text.Attribute("style") ?? "";
        var size = Number(StyleSize().Match(style).Groups[1].Value, 12);
        var weight = StyleBold().IsMatch(style) ? Fonts.SemiBold : Fonts.Regular;
        var builder = new SKPathBuilder();
        var x = 0f;
        foreach (var (face, part) in TextMeasure.Runs(text.Value, weight))
        {
            var (path, width) = face.Outline(part);
            builder.AddPath(path, x, 0);
            path.Dispose();
            x += width;
        }

        var scale = size / Fonts.Face.Em;
        var left = (string?)text.Attribute("text-anchor") switch { "middle" => -x * scale / 2, "end" => -x * scale, _ => 0 };
        // "central" puts the middle between ascent and descent on y; for Noto Sans that is 0.35 em above the baseline.
        var shift = (string?)text.Attribute("dominant-baseline") == "central" ? 0.35 * size : 0;
        using var whole = builder.Detach();
        var originX = Number((string?)text.Attribute("x"), 0) + left;
        var originY = Number((string?)text.Attribute("y"), 0) + shift;
        var move = string.Create(CultureInfo.InvariantCulture, $"translate({originX:0.###} {originY:0.###}) scale({scale:0.####})");
        var outline = new XElement(Svg + "path", new XAttribute("d", whole.ToSvgPathData()), new XAttribute("aria-label", text.Value));
        foreach (var name in new[] { "fill", "fill-opacity", "stroke", "stroke-opacity", "paint-order" })
        {
            if (text.Attribute(name) is { } attribute) outline.Add(new XAttribute(name, attribute.Value));
        }

        if (text.Attribute("stroke-width") is { } stroke)
            outline.Add(new XAttribute("stroke-width", (Number(stroke.Value, 0) / scale).ToString("0.###", CultureInfo.InvariantCulture)));
        outline.Add(new XAttribute("transform", $"{(string?)text.Attribute("transform")} {move}".Trim()));
        return outline;
    }

    private static double Number(string? text, double otherwise) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    [GeneratedRegex(@"<style\s*>.*?</style>\s*", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StyleBlock();

    [GeneratedRegex(@" class=""zr\d+-cls-\d+""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClassAttribute();

    [GeneratedRegex(@"zr\d+-[a-z]+\d*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DefinitionName();

    // ECharts writes "font: 600 24px Noto Sans" or "font-size:24px;font-weight:600", as it comes.
    [GeneratedRegex(@"font(?:-weight)?:\s*(?:normal\s+)*(?:[6-9]00|bold)\b", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex StyleBold();

    [GeneratedRegex(@"font(?:-size)?:[^;]*?([\d.]+)px", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex StyleSize();
}
