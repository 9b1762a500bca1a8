using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>A head over a column of a drawn table.</summary>
public sealed record TableHead(string Text, bool IsNumber);

/// <summary>Numbers written out as a picture: what stands in a table's cells, as many rows and columns as the sheet has room for.</summary>
internal static class TableFigure
{
    /// <summary>Height of a row in units of text.</summary>
    private const double Leading = 1.55;

    private const int HeadLines = 2;

    /// <param name="rows">Latest or largest first; the last ones are left out first, and the columns from the right.</param>
    /// <param name="shown">The line below: how many rows of how many are shown.</param>
    public static JsonObject Draw(Frame frame, IReadOnlyList<TableHead> heads, IReadOnlyList<IReadOnlyList<string>> rows, Func<int, string> shown)
    {
        var size = frame.IsLow ? frame.Unit * 0.82 : frame.Unit * 0.92;
        var gap = frame.Unit * 1.1;
        var room = frame.Width - (2 * frame.Padding);
        var widths = Widths(frame, heads, rows, size, room, gap);
        var headLines = heads.Take(widths.Count).Select((head, i) => frame.Measure.Wrap(head.Text, widths[i] + 0.6, size, true).Take(HeadLines).ToArray()).ToArray();
        var top = frame.Top + (headLines.Max(lines => lines.Length) * size * 1.25) + (size * 0.5);
        var bottom = frame.Bottom - (size * 1.5);
        var fits = Math.Clamp((int)((bottom - top) / (size * Leading)), 1, rows.Count);
        // What is left over is shared, so that a short table does not cling to one side.
        var spare = widths.Count > 1 ? Math.Min((room - widths.Sum() - (gap * (widths.Count - 1))) / (widths.Count - 1), frame.Unit * 4) : 0;
        var x = frame.Padding;
        for (var i = 0; i < widths.Count; i++)
        {
            var (at, align) = heads[i].IsNumber ? (x + widths[i], "right") : (x, "left");
            for (var k = 0; k < headLines[i].Length; k++)
                frame.Text(headLines[i][k], at, top - (size * 0.9) - ((headLines[i].Length - 1 - k) * size * 1.25), size, bold: true, align: align);
            for (var row = 0; row < fits; row++)
                frame.Text(frame.Measure.Shorten(rows[row][i], widths[i] + 0.6, size), at, top + ((row + 0.5) * size * Leading), size, colour: i == 0 ? frame.Theme.Faint : null, align: align);
            x += widths[i] + gap + spare;
        }

        var right = frame.Width - frame.Padding;
        for (var row = 0; row <= fits; row++)
            frame.Line(frame.Padding, top + (row * size * Leading), right, top + (row * size * Leading), row == 0 ? frame.Theme.Faint : frame.Theme.Grid);
        if (fits < rows.Count) frame.Text(frame.Measure.Shorten(shown(fits), room / frame.Slack, size * 0.9), frame.Padding, frame.Bottom - (size * 0.6), size * 0.9, colour: frame.Theme.Faint);
        return Plot.Option(frame, []);
    }

    /// <summary>The least that keeps a head's words whole and on as many lines as a head may have.</summary>
    private static double HeadWidth(Frame frame, string head, double size)
    {
        var width = head.Split(' ').Max(word => frame.WidthOf(word, size, true)) + 1;
        while (frame.Measure.Wrap(head, width, size, true).Count > HeadLines) width += size * 0.5;
        return width;
    }

    /// <summary>Of as many columns as fit: the widest cell or the longest word of the head. A column of words wider than the rest is shortened.</summary>
    private static List<double> Widths(Frame frame, IReadOnlyList<TableHead> heads, IReadOnlyList<IReadOnlyList<string>> rows, double size, double room, double gap)
    {
        var widths = new List<double>();
        var used = 0.0;
        for (var i = 0; i < heads.Count; i++)
        {
            var cells = rows.Max(row => frame.WidthOf(row[i], size));
            var width = Math.Max(heads[i].IsNumber ? cells : Math.Min(cells, room * (i == 0 ? 0.45 : 0.3)), HeadWidth(frame, heads[i].Text, size)) * frame.Slack;
            if (i > 0 && used + gap + width > room) break;
            widths.Add(Math.Min(width, room));
            used += width + (i > 0 ? gap : 0);
        }

        return widths;
    }
}
