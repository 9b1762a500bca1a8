using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>One move between two levels.</summary>
/// <param name="Value">Above zero it raises the level, below it lowers it.</param>
internal sealed record Step(string Name, double Value, string Text, string Colour, string Tooltip, bool IsUnknown);

/// <summary>A level, the moves that lead to the next one, one a line, and that level. A move that raises is filled and its number stands behind it; one that lowers is hollow and its number stands before it.</summary>
internal static class WaterfallFigure
{
    /// <summary>Height of a line in units of text.</summary>
    private const double Line = 1.5;

    /// <summary>How many moves the sheet has lines for, beside the two levels.</summary>
    public static int Fit(Frame frame) => Math.Max(2, (int)((frame.Bottom - frame.Top - (frame.Unit * 1.8)) / (frame.Unit * (frame.IsLow ? 1.1 : Line))) - 2);

    public static JsonObject Draw(Frame frame, (string Name, double Value, string Text) first, IReadOnlyList<Step> steps, (string Name, double Value, string Text) last, IReadOnlyList<(string Name, string Colour)> legend)
    {
        var top = (legend.Count == 0 ? frame.Top : Legend.Draw(frame, [.. legend.Select(entry => (entry.Name, entry.Colour, Mark.Cell))])) + (frame.Unit * 0.2);
        var height = Math.Min((frame.Bottom - top) / (steps.Count + 2), frame.Unit * 3);
        var size = Math.Min(frame.Unit, height * 0.86);
        var levels = Levels(first.Value, steps);
        var (low, high) = (levels.Append(last.Value).Min(), levels.Append(last.Value).Max());
        if (high - low < 1e-9) (low, high) = (low - 0.001, high + 0.001);
        var names = Math.Min(steps.Select(step => step.Name).Append(first.Name).Append(last.Name).Max(name => frame.WidthOf(name, size, true)) * frame.Slack, frame.Width * (frame.IsNarrow ? 0.42 : 0.4));
        var (left, right) = Room(frame, frame.Padding + names + 10, [
            (first.Value, frame.WidthOf(first.Text, size, true), true), (last.Value, frame.WidthOf(last.Text, size, true), true),
            .. steps.Select((step, i) => (levels[i + 1], frame.WidthOf(step.Text, size, true), step.Value >= 0))], low, high);
        double X(double value) => left + ((right - left) * (value - low) / (high - low));
        double Y(int line) => top + ((line + 0.5) * height);

        Level(first, 0);
        var (bases, moves) = (new JsonArray((JsonNode?)null), new JsonArray((JsonNode?)null));
        for (var i = 0; i < steps.Count; i++)
        {
            var (step, y) = (steps[i], Y(i + 1));
            frame.Text(frame.Measure.Shorten(step.Name, names / frame.Slack, size), frame.Padding, y, size);
            var raises = step.Value >= 0;
            frame.Text(step.Text, raises ? X(levels[i + 1]) + 6 : X(levels[i + 1]) - 6, y, size, bold: true, align: raises ? "left" : "right");
            frame.Line(X(levels[i]), y - height, X(levels[i]), y, frame.Theme.Faint, 0.8);
            var style = new JsonObject { ["color"] = raises ? step.Colour : frame.Theme.Paper, ["borderColor"] = step.Colour, ["borderWidth"] = 2 };
            if (step.IsUnknown) style["decal"] = Plot.Hatch(frame.Theme);
            bases.Add(Math.Min(levels[i], levels[i + 1]) - low);
            moves.Add(new JsonObject { ["value"] = Math.Abs(step.Value), ["text"] = step.Tooltip, ["itemStyle"] = style });
        }

        frame.Line(X(levels[^1]), Y(steps.Count), X(levels[^1]), Y(steps.Count + 1), frame.Theme.Faint, 0.8);
        Level(last, steps.Count + 1);
        var lines = BarFigure.Hidden("category");
        lines["inverse"] = true;
        lines["data"] = new JsonArray([.. Enumerable.Range(0, steps.Count + 2).Select(i => (JsonNode)i.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        var values = BarFigure.Hidden("value");
        (values["min"], values["max"]) = (0, high - low);
        return Plot.Option(frame, [Bars(bases, height, isShown: false), Bars(moves, height, isShown: true)], Plot.Grid(left, top, right, top + (height * (steps.Count + 2)), frame), values, lines, "item");

        void Level((string Name, double Value, string Text) level, int line)
        {
            frame.Text(frame.Measure.Shorten(level.Name, names / frame.Slack, size, true), frame.Padding, Y(line), size, bold: true);
            frame.Line(X(level.Value), Y(line) - (height * 0.38), X(level.Value), Y(line) + (height * 0.38), frame.Theme.Text, 3);
            frame.Text(level.Text, X(level.Value) + 6, Y(line), size, bold: true);
        }
    }

    /// <summary>As wide as the numbers before and behind the bars allow.</summary>
    /// <param name="edge">Where the names end.</param>
    private static (double Left, double Right) Room(Frame frame, double edge, IReadOnlyList<(double At, double Width, bool IsBehind)> numbers, double low, double high)
    {
        const double Inch = 4;
        var (left, right) = (edge + 6, frame.Width - frame.Padding - 6);
        while (right - left > frame.Width * 0.1)
        {
            var tooFarLeft = numbers.Any(number => !number.IsBehind && X(number.At) - 6 - (number.Width * frame.Slack) < edge);
            var tooFarRight = numbers.Any(number => number.IsBehind && X(number.At) + 6 + (number.Width * frame.Slack) > frame.Width - frame.Padding);
            if (!tooFarLeft && !tooFarRight) break;
            if (tooFarLeft) left += Inch;
            if (tooFarRight) right -= Inch;
        }

        return (left, right);

        double X(double value) => left + ((right - left) * (value - low) / (high - low));
    }

    private static List<double> Levels(double first, IReadOnlyList<Step> steps)
    {
        var levels = new List<double> { first };
        foreach (var step in steps) levels.Add(levels[^1] + step.Value);
        return levels;
    }

    private static JsonObject Bars(JsonArray data, double height, bool isShown)
    {
        var bars = new JsonObject { ["type"] = "bar", ["stack"] = "level", ["data"] = data, ["barWidth"] = Frame.Round(Math.Min(height * 0.6, 26)), ["emphasis"] = new JsonObject { ["disabled"] = true } };
        if (!isShown) (bars["silent"], bars["itemStyle"]) = (true, new JsonObject { ["color"] = "transparent" });
        return bars;
    }
}
