using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>One cell of a table drawn as a picture.</summary>
/// <param name="Column">From the left, 0 first.</param>
/// <param name="Row">From the top.</param>
/// <param name="Label">Written into the cell as far as it fits.</param>
/// <param name="Text">The tooltip, in full.</param>
public sealed record Cell(int Column, int Row, string Colour, string Label, string Text, bool IsUnknown = false);

/// <summary>A grid of coloured cells: leader boards by week, who builds on whom, releases.</summary>
internal static class CellFigure
{
    /// <param name="columns">Heads; an empty one is left out.</param>
    /// <param name="allHeads">Every head is written, smaller and on two lines where need be; else heads are thinned out, as dates can be.</param>
    /// <param name="rows">Names before the rows.</param>
    public static JsonObject Draw(Frame frame, IReadOnlyList<string> columns, IReadOnlyList<string> rows, IReadOnlyList<Cell> cells, bool allHeads = false)
    {
        var names = Math.Min(rows.Max(row => frame.WidthOf(row)), frame.Width * 0.3);
        var left = frame.Padding + names + 8;
        var right = frame.Width - frame.Padding;
        var top = frame.Top + (frame.Unit * (allHeads ? 2.8 : 1.8));
        var width = (right - left) / columns.Count;
        var height = (frame.Bottom - top) / rows.Count;
        if (allHeads) WrappedHeads(frame, columns, left, top, width);
        else Heads(frame, columns, left, top, width);
        for (var i = 0; i < rows.Count; i++)
        {
            var size = Math.Min(frame.Unit, height * 0.9);
            frame.Text(frame.Measure.Shorten(rows[i], names, size), left - 8, top + ((i + 0.5) * height), size, align: "right", colour: frame.Theme.Faint);
        }

        var labelSize = Math.Min(frame.Unit * 0.95, height * 0.62);
        var data = new JsonArray();
        foreach (var cell in cells)
        {
            var style = new JsonObject { ["color"] = cell.Colour, ["opacity"] = 1 };
            if (cell.IsUnknown) style["decal"] = Plot.Hatch(frame.Theme);
            data.Add(new JsonObject { ["value"] = new JsonArray(cell.Column + 0.5, cell.Row + 0.5), ["text"] = cell.Text, ["itemStyle"] = style });
            // Two letters say nothing; a cell too narrow stays without.
            var size = labelSize;
            while (size > 8 && frame.WidthOf(cell.Label, size) > width - 4) size -= 0.5;
            var label = frame.Measure.Shorten(cell.Label, width - 4, size);
            if (size >= 7 && (label == cell.Label || label.Length > 3))
                frame.Text(label, left + ((cell.Column + 0.5) * width), top + ((cell.Row + 0.5) * height), size, colour: Theme.On(cell.Colour), align: "center");
        }

        var series = new JsonObject
        {
            ["type"] = "scatter",
            ["symbol"] = "rect",
            ["symbolSize"] = new JsonArray(Frame.Round(Math.Max(1, width - 2)), Frame.Round(Math.Max(1, height - 2))),
            ["data"] = data,
            ["clip"] = false,
            ["emphasis"] = new JsonObject { ["disabled"] = true },
        };
        return Plot.Option(frame, [series], Plot.Grid(left, top, right, frame.Bottom, frame), Axis(columns.Count, false), Axis(rows.Count, true), "item");
    }

    private static void Heads(Frame frame, IReadOnlyList<string> columns, double left, double top, double width)
    {
        var widest = columns.Max(column => frame.WidthOf(column, frame.Unit * 0.92));
        // Heads that would touch are thinned out evenly, counted from the last.
        var every = Math.Max(1, (int)Math.Ceiling((widest + 6) / width));
        var fits = columns.Count == 1 || every <= columns.Count;
        for (var i = columns.Count - 1; i >= 0; i -= every)
        {
            if (!fits && i < columns.Count - 1) break;
            var half = frame.WidthOf(columns[i], frame.Unit * 0.92) / 2;
            var x = Math.Clamp(left + ((i + 0.5) * width), half + 2, frame.Width - half - 2);
            frame.Text(columns[i], x, top - (frame.Unit * 0.8), frame.Unit * 0.92, colour: frame.Theme.Faint, align: "center");
        }
    }

    private static void WrappedHeads(Frame frame, IReadOnlyList<string> columns, double left, double top, double width)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var size = frame.Unit * 0.85;
            while (size > 7.5 && (frame.Measure.Wrap(columns[i], width - 2, size).Count > 2 || columns[i].Split(' ').Any(word => frame.WidthOf(word, size) > width - 2))) size -= 0.5;
            var lines = frame.Measure.Wrap(columns[i], width - 2, size).Take(2).ToArray();
            for (var k = 0; k < lines.Length; k++)
                frame.Text(lines[k], left + ((i + 0.5) * width), top - (size * 0.75) - ((lines.Length - 1 - k) * size * 1.15), size, colour: frame.Theme.Faint, align: "center");
        }
    }

    private static JsonObject Axis(int count, bool inverse)
    {
        var axis = BarFigure.Hidden("value");
        axis["min"] = 0;
        axis["max"] = count;
        axis["inverse"] = inverse;
        return axis;
    }
}
