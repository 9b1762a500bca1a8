using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>The pieces of an ECharts option that every figure shares.</summary>
internal static class Plot
{
    /// <summary>The option around the series: colours, fonts, texts of the frame. Nothing moves, so server and browser show the same.</summary>
    public static JsonObject Option(Frame frame, JsonArray series, JsonNode? grid = null, JsonNode? xAxis = null, JsonNode? yAxis = null, string? tooltip = null)
    {
        var option = new JsonObject
        {
            ["animation"] = false,
            ["useUTC"] = true,
            ["backgroundColor"] = frame.Theme.Paper,
            ["aria"] = new JsonObject { ["enabled"] = false },
            ["textStyle"] = new JsonObject { ["fontFamily"] = Drawing.Fonts.Family, ["fontSize"] = frame.Unit, ["color"] = frame.Theme.Text },
            ["grid"] = grid,
            ["xAxis"] = xAxis,
            ["yAxis"] = yAxis,
            ["series"] = series,
            ["graphic"] = frame.Texts,
        };
        if (tooltip is not null)
        {
            option["tooltip"] = new JsonObject
            {
                ["trigger"] = tooltip,
                ["confine"] = true,
                ["backgroundColor"] = frame.Theme.Paper,
                ["borderColor"] = frame.Theme.Grid,
                ["textStyle"] = new JsonObject { ["color"] = frame.Theme.Text, ["fontSize"] = frame.Unit },
                ["formatter"] = new JsonObject { ["$tooltip"] = tooltip },
            };
        }

        return option;
    }

    public static JsonObject Grid(double left, double top, double right, double bottom, Frame frame) => new()
    {
        ["left"] = Frame.Round(left),
        ["top"] = Frame.Round(top),
        ["right"] = Frame.Round(frame.Width - right),
        ["bottom"] = Frame.Round(frame.Height - bottom),
        ["containLabel"] = false,
        ["outerBoundsMode"] = "none",
    };

    /// <param name="ticks">Value on the axis and its text, in full: the browser formats no numbers of its own.</param>
    public static JsonObject Axis(string type, Frame frame, double? min, double? max, IReadOnlyList<(double At, string Text)> ticks, bool lines)
    {
        var at = new JsonArray([.. ticks.Select(tick => (JsonNode)tick.At)]);
        var labels = new JsonObject();
        foreach (var (value, text) in ticks)
            labels[Key(value)] = text;
        return new JsonObject
        {
            ["type"] = type,
            ["min"] = min,
            ["max"] = max,
            ["axisLine"] = new JsonObject { ["show"] = !lines, ["onZero"] = false, ["lineStyle"] = new JsonObject { ["color"] = frame.Theme.Faint } },
            ["axisTick"] = new JsonObject { ["show"] = !lines, ["customValues"] = at, ["lineStyle"] = new JsonObject { ["color"] = frame.Theme.Faint } },
            ["minorTick"] = new JsonObject { ["show"] = false },
            ["axisLabel"] = new JsonObject
            {
                ["customValues"] = at.DeepClone(),
                ["formatter"] = new JsonObject { ["$labels"] = labels },
                ["color"] = frame.Theme.Faint,
                ["fontSize"] = frame.Unit * 0.92,
                ["hideOverlap"] = true,
                ["rich"] = new JsonObject(),
            },
            // Lines of the grid are drawn by the frame, because they follow custom ticks on value axes only by luck.
            ["splitLine"] = new JsonObject { ["show"] = false },
        };
    }

    /// <summary>The text JavaScript makes of a number: what the formatter looks up.</summary>
    public static string Key(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture).Replace("E+", "e+", StringComparison.Ordinal);

    /// <summary>The tile is large, because the rasteriser paints it tile by tile: of one line each it takes ten times as long as all the rest.</summary>
    public static JsonObject Hatch(Theme theme) => new()
    {
        ["symbol"] = "line",
        ["dashArrayX"] = new JsonArray(60, 0),
        ["dashArrayY"] = new JsonArray([.. Enumerable.Repeat(new[] { 1.5, 4.5 }, 10).SelectMany(pair => pair).Select(part => (JsonNode)part)]),
        ["rotation"] = -0.785398,
        ["color"] = theme.Faint,
    };
}
