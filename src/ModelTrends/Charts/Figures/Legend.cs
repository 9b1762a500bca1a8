using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>How a legend's entry looks in the plot.</summary>
internal enum Mark { Cell, Dot, Diamond }

/// <summary>Names of colours in rows above a plot, where nothing in it can carry the name.</summary>
internal static class Legend
{
    /// <returns>The upper edge of the room left for the plot.</returns>
    public static double Draw(Frame frame, IReadOnlyList<(string Name, string Colour, Mark Mark)> entries)
    {
        var x = frame.Padding;
        var size = frame.IsLow ? frame.Unit * 0.85 : frame.Unit;
        var y = frame.Top + (frame.Unit * 0.7);
        foreach (var (name, colour, mark) in entries)
        {
            var width = (frame.WidthOf(name, size, bold: true) * frame.Slack) + (frame.Unit * 2.2);
            if (x > frame.Padding && x + width > frame.Width - frame.Padding) (x, y) = (frame.Padding, y + (size * 1.5));
            frame.Texts.Add(Shape(frame, mark, x + (frame.Unit * 0.5), y, colour));
            frame.Text(name, x + (frame.Unit * 1.2), y, size, true, colour: Theme.Mix(colour, frame.Theme.Text, 0.35));
            x += width;
        }

        return y + (frame.Unit * 1.1);
    }

    /// <summary>Drawn rather than written: the fonts have no such signs.</summary>
    private static JsonObject Shape(Frame frame, Mark mark, double x, double y, string colour) => new()
    {
        ["type"] = mark switch { Mark.Diamond => "polygon", Mark.Dot => "circle", _ => "rect" },
        ["silent"] = true,
        ["shape"] = mark switch
        {
            Mark.Diamond => new JsonObject { ["points"] = new JsonArray(Point(x, y - 6), Point(x + 6, y), Point(x, y + 6), Point(x - 6, y)) },
            Mark.Dot => new JsonObject { ["cx"] = Frame.Round(x), ["cy"] = Frame.Round(y), ["r"] = 4.5 },
            _ => new JsonObject { ["x"] = Frame.Round(x - 5), ["y"] = Frame.Round(y - 5), ["width"] = 10, ["height"] = 10 },
        },
        ["style"] = new JsonObject { ["fill"] = mark == Mark.Diamond ? frame.Theme.Paper : colour, ["stroke"] = colour, ["lineWidth"] = mark == Mark.Diamond ? 2 : 0 },
    };

    private static JsonArray Point(double x, double y) => new(Frame.Round(x), Frame.Round(y));
}
