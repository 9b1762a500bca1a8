using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>One model of a tree, in the order it is drawn.</summary>
/// <param name="Parent">Index of the node it hangs on; -1 for the root.</param>
/// <param name="Value">Length of its bar; null: not observed.</param>
/// <param name="IsChosen">The one asked for.</param>
internal sealed record Branch(string Name, int Parent, int Depth, double? Value, string Text, string Colour, string Tooltip, bool IsUnknown, bool IsChosen);

/// <summary>A tree of names, one a line, with a bar for each: who builds on whom, and how much that is used.</summary>
internal static class TreeFigure
{
    /// <summary>Lines of a name and of the room around it, in units of text.</summary>
    private const double Line = 1.35;

    /// <summary>How many branches the sheet has lines for.</summary>
    public static int Fit(Frame frame) => Math.Max(3, (int)((frame.Bottom - frame.Top - (frame.Unit * 1.8)) / (frame.Unit * (frame.IsLow ? 0.95 : Line))));

    public static JsonObject Draw(Frame frame, IReadOnlyList<Branch> branches, IReadOnlyList<(string Name, string Colour)> legend)
    {
        var top = Legend.Draw(frame, [.. legend.Select(entry => (entry.Name, entry.Colour, Mark.Cell))]) + (frame.Unit * 0.2);
        var step = Math.Min((frame.Bottom - top) / branches.Count, frame.Unit * 3);
        var size = Math.Min(frame.Unit, step * 0.86);
        var indent = Math.Min(frame.Unit * 1.5, frame.Width * 0.05);
        var names = Math.Min(branches.Max(branch => (branch.Depth * indent) + (frame.WidthOf(branch.Name, size, branch.IsChosen) * frame.Slack)), frame.Width * (frame.IsNarrow ? 0.55 : 0.5));
        var left = frame.Padding + names + 10;
        var right = frame.Width - frame.Padding - (branches.Max(branch => frame.WidthOf(branch.Text, size, bold: true)) * frame.Slack) - 8;
        var largest = Math.Max(branches.Max(branch => branch.Value ?? 0), 1);
        var data = new JsonArray();
        for (var i = 0; i < branches.Count; i++)
        {
            var branch = branches[i];
            var (x, y) = (frame.Padding + (branch.Depth * indent), top + ((i + 0.5) * step));
            if (branch.Parent >= 0) Connect(frame, x - (indent * 0.7), x - 3, top + ((branch.Parent + 0.5) * step) + (size * 0.55), y);
            frame.Text(frame.Measure.Shorten(branch.Name, (names - (branch.Depth * indent)) / frame.Slack, size, branch.IsChosen), x, y, size, branch.IsChosen, branch.Value is null ? frame.Theme.Faint : null);
            frame.Text(branch.Text, left + ((right - left) * (branch.Value ?? 0) / largest) + 6, y, size, bold: branch.Value is not null, branch.Value is null ? frame.Theme.Faint : null);
            var style = new JsonObject { ["color"] = branch.Colour };
            if (branch.IsUnknown) style["decal"] = Plot.Hatch(frame.Theme);
            data.Add(new JsonObject { ["value"] = branch.Value, ["text"] = branch.Tooltip, ["itemStyle"] = style });
        }

        var bars = new JsonObject { ["type"] = "bar", ["data"] = data, ["barWidth"] = Frame.Round(step * 0.62), ["emphasis"] = new JsonObject { ["disabled"] = true } };
        var lines = BarFigure.Hidden("category");
        lines["inverse"] = true;
        lines["data"] = new JsonArray([.. branches.Select((_, i) => (JsonNode)i.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        var values = BarFigure.Hidden("value");
        (values["min"], values["max"]) = (0, largest);
        return Plot.Option(frame, [bars], Plot.Grid(left, top, right, top + (step * branches.Count), frame), values, lines, "item");
    }

    private static void Connect(Frame frame, double x, double to, double from, double y)
    {
        frame.Line(x, from, x, y, frame.Theme.Faint, 0.8);
        frame.Line(x, y, to, y, frame.Theme.Faint, 0.8);
    }
}
