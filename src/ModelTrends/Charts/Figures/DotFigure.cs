using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <param name="IsClaim">A published number of somebody else: a hollow diamond.</param>
public sealed record Dot(double Value, string Colour, string Text, bool IsClaim = false);

public sealed record DotRow(string Name, IReadOnlyList<Dot> Dots);

/// <summary>Dots in rows on one axis of shares: the same question under every definition.</summary>
internal static class DotFigure
{
    /// <summary>Pixels of a row where a sheet is shown as large as it is, and where it is scaled up.</summary>
    private const double LeastStep = 10, LeastStepScaled = 7.5;

    /// <summary>Pictures beside a link are drawn wider than this and scaled up; a thumbnail is not.</summary>
    private const int Thumbnail = 400;

    public static JsonObject Draw(Frame frame, IReadOnlyList<DotRow> rows, IReadOnlyList<(string Name, string Colour, bool IsClaim)> legend, Func<double, string> text)
    {
        var names = Math.Min(rows.Max(row => frame.WidthOf(row.Name)), frame.Width * (frame.IsNarrow ? 0.42 : 0.4));
        var (left, right) = (frame.Padding + names + 10, frame.Width - frame.Padding - 12);
        var top = Legend.Draw(frame, [.. legend.Select(entry => (entry.Name, entry.Colour, entry.IsClaim ? Mark.Diamond : Mark.Dot))]);
        var bottom = frame.Bottom - (frame.Unit * 1.8);
        var (max, ticks) = Ticks.Linear(rows.SelectMany(row => row.Dots).Select(dot => dot.Value).DefaultIfEmpty(1).Max(), frame.IsNarrow ? 4 : 6, text);
        // Lower than its letters can be read: the first rows alone, the usual definitions.
        var fits = Math.Max(3, (int)((bottom - top) / (frame.Width < Thumbnail ? LeastStep : LeastStepScaled)));
        if (rows.Count > fits) rows = [.. rows.Take(fits)];
        var step = (bottom - top) / rows.Count;
        foreach (var (at, _) in ticks)
            frame.Line(left + ((right - left) * at / max), top, left + ((right - left) * at / max), bottom, frame.Theme.Grid);
        var ours = new JsonArray();
        var claims = new JsonArray();
        for (var i = 0; i < rows.Count; i++)
        {
            var y = top + ((i + 0.5) * step);
            Names(frame, rows[i], names, left, y, step);
            foreach (var dot in rows[i].Dots)
            {
                (dot.IsClaim ? claims : ours).Add(new JsonObject
                {
                    ["value"] = new JsonArray(dot.Value, i + 0.5),
                    ["text"] = $"{rows[i].Name}\n{dot.Text}",
                    ["itemStyle"] = dot.IsClaim
                        ? new JsonObject { ["color"] = frame.Theme.Paper, ["borderColor"] = dot.Colour, ["borderWidth"] = 2 }
                        : new JsonObject { ["color"] = dot.Colour, ["opacity"] = 0.9 },
                });
            }
        }

        var x = Plot.Axis("value", frame, 0, max, ticks, lines: false);
        var yAxis = BarFigure.Hidden("value");
        (yAxis["min"], yAxis["max"], yAxis["inverse"]) = (0, rows.Count, true);
        // Claims are drawn first, so a dot of ours stays visible inside the diamond it agrees with.
        return Plot.Option(frame, [Series(claims, "diamond", 15), Series(ours, "circle", 9)], Plot.Grid(left, top, right, bottom, frame), x, yAxis, "item");
    }

    private static void Names(Frame frame, DotRow row, double width, double left, double y, double step)
    {
        var size = Math.Min(frame.Unit, step * 0.75);
        // A little smaller before on two lines, on two lines before shortened.
        var least = Math.Min(size, frame.Unit * 0.75);
        while (size > least && frame.WidthOf(row.Name, size) > width) size -= 0.25;
        var lines = frame.Measure.Wrap(row.Name, width, size);
        if (lines.Count > 2 || lines.Count * size * 1.25 > step) lines = [frame.Measure.Shorten(row.Name, width, size)];
        for (var i = 0; i < lines.Count; i++)
            frame.Text(lines[i], left - 10, y + ((i - ((lines.Count - 1) / 2.0)) * size * 1.2), size, align: "right");
    }

    private static JsonObject Series(JsonArray data, string symbol, double size) => new()
    {
        ["type"] = "scatter", ["symbol"] = symbol, ["symbolSize"] = size, ["data"] = data, ["clip"] = false, ["emphasis"] = new JsonObject { ["disabled"] = true },
    };
}
