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
    /// <summary>Pixels below which letters of a sheet cannot be read.</summary>
    private const double LeastSize = 7.5;

    /// <param name="columns">Heads; an empty one is left out.</param>
    /// <param name="allHeads">Every head is written, smaller and on two lines where need be; else heads are thinned out, as dates can be.</param>
    /// <param name="rows">Names before the rows.</param>
    /// <param name="legend">Colours that nothing in the grid names.</param>
    /// <param name="unit">Stands in the empty corner where the cells are too narrow to say it each.</param>
    public static JsonObject Draw(
        Frame frame, IReadOnlyList<string> columns, IReadOnlyList<string> rows, IReadOnlyList<Cell> cells, bool allHeads = false, IReadOnlyList<(string Name, string Colour)>? legend = null,
        string? unit = null)
    {
        var names = Math.Min(rows.Max(row => frame.WidthOf(row)), frame.Width * 0.3);
        var left = frame.Padding + names + 8;
        var right = frame.Width - frame.Padding;
        var head = legend is { Count: > 0 } ? Legend.Draw(frame, [.. legend.Select(entry => (entry.Name, entry.Colour, Mark.Cell))]) : frame.Top;
        var width = (right - left) / columns.Count;
        var size = allHeads ? HeadSize(frame, columns, width) : frame.Unit * 0.92;
        // Words that would be torn stand upright instead.
        var upright = allHeads && columns.Any(column => IsTorn(frame, column, width, size));
        if (upright) size = Math.Min(frame.Unit * 0.8, width * 0.8);
        var twoLines = allHeads && !upright && columns.Any(column => frame.WidthOf(column, size) > width - 3);
        var top = head + (upright ? columns.Max(column => frame.WidthOf(column, size)) * frame.Slack + 6 : size * (twoLines ? 2.7 : 1.8));
        var height = (frame.Bottom - top) / rows.Count;
        if (unit is not null) frame.Text(unit, left - 8, top - (frame.Unit * 0.7), frame.Unit * 0.92, colour: frame.Theme.Faint, align: "right");
        if (upright) UprightHeads(frame, columns, left, top, width, size);
        else if (allHeads) WrappedHeads(frame, columns, left, top, width, size, twoLines);
        else Heads(frame, columns, left, top, width);
        for (var i = 0; i < rows.Count; i++)
        {
            var rowSize = Math.Min(frame.Unit, height * 0.9);
            // Too small to be read: every fifth stands for its neighbours.
            if (rowSize < LeastSize && rows.Count > 10)
            {
                if (i > 0 && (i + 1) % 5 != 0) continue;
                rowSize = Math.Min(frame.Unit, height * 2.5);
            }

            frame.Text(frame.Measure.Shorten(rows[i], names, rowSize), left - 8, top + ((i + 0.5) * height), rowSize, align: "right", colour: frame.Theme.Faint);
        }

        var data = new JsonArray();
        foreach (var cell in cells)
        {
            var style = new JsonObject { ["color"] = cell.Colour, ["opacity"] = 1 };
            if (cell.IsUnknown) style["decal"] = Plot.Hatch(frame.Theme);
            data.Add(new JsonObject { ["value"] = new JsonArray(cell.Column + 0.5, cell.Row + 0.5), ["text"] = cell.Text, ["itemStyle"] = style });
            Label(frame, cell, left + ((cell.Column + 0.5) * width), top + ((cell.Row + 0.5) * height), width - 5, height - 3);
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

    /// <summary>As large as its neighbours or a little smaller; then on two lines; then shortened. Two letters say nothing: such a cell stays without.</summary>
    private static void Label(Frame frame, Cell cell, double x, double y, double width, double height)
    {
        // A low sheet is scaled up where it is shown: its letters may fill their cell and be a little smaller.
        var (full, smallest) = frame.IsLow ? ((height + 1.5) * 0.85, 6) : (height * 0.72, 6.5);
        var tall = Math.Min(frame.Unit * 0.92, full);
        var size = tall;
        if (size < smallest) return;
        var least = Math.Max(smallest, size * 0.8);
        while (size > least && frame.WidthOf(cell.Label, size) > width) size -= 0.25;
        var lines = frame.WidthOf(cell.Label, size) <= width ? [cell.Label] : frame.Measure.Wrap(cell.Label, width, size);
        var whole = (lines.Count == 1 || (lines.Count == 2 && 2 * size * 1.2 <= height)) && !cell.Label.Split(' ').Any(word => frame.WidthOf(word, size) > width);
        // A name cut off is better read large.
        if (!whole) size = tall;
        if (!whole) lines = [frame.Measure.Shorten(cell.Label, width, size)];
        if (!whole && lines[0].Length <= 3) return;
        for (var i = 0; i < lines.Count; i++)
            frame.Text(lines[i], x, y + ((i - ((lines.Count - 1) / 2.0)) * size * 1.2), size, colour: Theme.On(cell.Colour), align: "center");
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

    /// <summary>One size for all heads, so that none seems to matter more.</summary>
    private static double HeadSize(Frame frame, IReadOnlyList<string> columns, double width)
    {
        var size = frame.Unit * 0.88;
        while (size > (frame.IsLow ? 5.5 : 7.5) && columns.Any(column => IsTorn(frame, column, width, size))) size -= 0.25;
        return size;
    }

    /// <summary>A month and its year are two words in Chinese too.</summary>
    private static string[] Words(string head) => head.IndexOf('年', StringComparison.Ordinal) is var year and > 0 && year < head.Length - 1 ? [head[..(year + 1)], head[(year + 1)..]] : head.Split(' ');

    private static bool IsTorn(Frame frame, string head, double width, double size)
    {
        var words = Words(head);
        return words.Any(word => frame.WidthOf(word, size) > width - 3) || (words.Length != 2 && frame.Measure.Wrap(head, width - 3, size).Count > 2);
    }

    private static void UprightHeads(Frame frame, IReadOnlyList<string> columns, double left, double top, double width, double size)
    {
        for (var i = 0; i < columns.Count; i++)
            frame.Upright(columns[i], left + ((i + 0.5) * width), top - 4, size, frame.Theme.Faint);
    }

    /// <param name="twoLines">Where one head needs a second line, months and days all have their year or month on it.</param>
    private static void WrappedHeads(Frame frame, IReadOnlyList<string> columns, double left, double top, double width, double size, bool twoLines)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var words = Words(columns[i]);
            var lines = twoLines && words.Length == 2 ? words : [.. frame.Measure.Wrap(columns[i], width - 3, size).Take(2)];
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
