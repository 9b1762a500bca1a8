using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>Lying bars with the name before and the value behind each.</summary>
internal static class BarFigure
{
    public static JsonObject Draw(Frame frame, IReadOnlyList<Bar> bars)
    {
        var names = Math.Min(bars.Max(bar => frame.WidthOf(bar.Name)), frame.Width * 0.36);
        var values = bars.Max(bar => frame.WidthOf(bar.Text, bold: true));
        var left = frame.Padding + names + 8;
        var right = frame.Width - frame.Padding - values - 8;
        var largest = Math.Max(bars.Max(bar => bar.Value), 1e-9);
        var step = (frame.Bottom - frame.Top) / bars.Count;
        var data = new JsonArray();
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            var y = frame.Top + ((i + 0.5) * step);
            var size = Math.Min(frame.Unit, step * 0.9);
            frame.Text(frame.Measure.Shorten(bar.Name, names, size), left - 8, y, size, align: "right");
            frame.Text(bar.Text, left + ((right - left) * bar.Value / largest) + 6, y, size, bold: true);
            var style = new JsonObject { ["color"] = bar.Colour };
            if (bar.IsUnknown) style["decal"] = Plot.Hatch(frame.Theme);
            data.Add(new JsonObject { ["value"] = bar.Value, ["text"] = $"{bar.Name}\n{bar.Text}", ["itemStyle"] = style });
        }

        var series = new JsonObject { ["type"] = "bar", ["data"] = data, ["barWidth"] = Frame.Round(Math.Min(step * 0.68, frame.Unit * 4.5)), ["emphasis"] = new JsonObject { ["disabled"] = true } };
        var y0 = Hidden("category");
        y0["inverse"] = true;
        y0["data"] = new JsonArray([.. bars.Select(bar => (JsonNode)bar.Name)]);
        var x0 = Hidden("value");
        x0["min"] = 0;
        x0["max"] = largest;
        frame.Line(left, frame.Top, left, frame.Bottom, frame.Theme.Faint);
        return Plot.Option(frame, [series], Plot.Grid(left, frame.Top, right, frame.Bottom, frame), x0, y0, "item");
    }

    public static JsonObject Hidden(string type) => new() { ["type"] = type, ["show"] = false };
}
