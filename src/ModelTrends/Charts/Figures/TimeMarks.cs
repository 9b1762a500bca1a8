using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>A dated note on the time axis.</summary>
/// <param name="Label">Two or three words; empty: the mark alone.</param>
/// <param name="Text">The tooltip, in full.</param>
/// <param name="Weight">Which labels go first where not all fit; larger is earlier.</param>
public sealed record EventMark(DateOnly Day, string Label, string Text, int Weight);

/// <summary>One series passing another for good.</summary>
/// <param name="Value">Of both, on that day.</param>
/// <param name="Labels">The longest first; the first that finds a place is written.</param>
public sealed record CrossingMark(DateOnly Day, double Value, IReadOnlyList<string> Labels, string Text);

/// <summary>What happened, on a chart over time: marks on the axis, rings where series cross. Labels never overlap; those without room are left to the tooltip.</summary>
public sealed record TimeMarks(IReadOnlyList<EventMark> Events, IReadOnlyList<CrossingMark> Crossings)
{
    public static TimeMarks None { get; } = new([], []);

    /// <summary>The day the reader holds on to.</summary>
    public DateOnly? Pin { get; init; }

    /// <summary>Where a ring's label may stand: in widths of it across, in heights down.</summary>
    private static readonly (double X, double Y)[] Places = [(0, -1.5), (0, 1.5), (-0.5, -1.5), (-0.5, 1.5), (0.5, -1.5), (0.5, 1.5)];

    /// <summary>Between two labels, in units of text.</summary>
    private const double Space = 0.6;

    /// <summary>Height of the strip below the dates in which events are named.</summary>
    public double Strip(Frame frame) => Events.Count == 0 ? 0 : frame.Unit * 1.5;

    internal IEnumerable<JsonObject> Draw(Frame frame, PlotRoom room)
    {
        if (Pin is { } pin && pin >= room.First && pin <= room.Last)
            frame.Line(room.X(pin), room.Top, room.X(pin), room.Bottom, frame.Theme.Text, 1.2);
        var shown = Events.Where(mark => mark.Day >= room.First && mark.Day <= room.Last).ToArray();
        if (shown.Length > 0) yield return DrawEvents(frame, room, shown);
        // Lines that lie on the axis cross all the time and to no reader's interest.
        var rings = Crossings.Where(mark => mark.Day >= room.First && mark.Day <= room.Last && room.Bottom - room.Y(mark.Value) > frame.Unit).ToArray();
        if (rings.Length > 0) yield return DrawRings(frame, room, rings);
    }

    private static JsonObject DrawEvents(Frame frame, PlotRoom room, EventMark[] marks)
    {
        var size = frame.Unit * 0.85;
        // Below the dates, which ECharts sets 8 pixels under the axis.
        var dates = room.Bottom + 8 + (frame.Unit * 1.1);
        var y = dates + (frame.Unit * 0.25) + (size * 0.6);
        var taken = new List<(double From, double To)>();
        foreach (var mark in Told(marks).OrderByDescending(mark => mark.Weight).ThenByDescending(mark => mark.Day))
        {
            var half = frame.WidthOf(mark.Label, size) * frame.Slack / 2;
            var x = Math.Clamp(room.X(mark.Day), frame.Padding + half, frame.Width - frame.Padding - half);
            // A label pushed away from its mark would name another one.
            if (half * 2 > frame.Width - (2 * frame.Padding) || Math.Abs(x - room.X(mark.Day)) > half) continue;
            var (from, to) = (x - half - (frame.Unit * Space), x + half + (frame.Unit * Space));
            if (taken.Exists(other => from < other.To && to > other.From)) continue;
            taken.Add((from, to));
            frame.Text(mark.Label, x, y, size, colour: frame.Theme.Faint, align: "center");
        }

        return Series(frame, [.. marks.Select(mark => (mark.Day, room.Low, mark.Text))], "triangle", 7, filled: true);
    }

    /// <summary>What happens again and again is named once, at its last day, with how often: fifteen times the same word is no news.</summary>
    private static IEnumerable<EventMark> Told(EventMark[] marks) => marks.Where(mark => mark.Label.Length > 0).GroupBy(mark => mark.Label, StringComparer.Ordinal)
        .SelectMany(group => group.Count() < 3 ? group.AsEnumerable() : [group.Last() with { Label = $"{group.Key} ×{group.Count()}" }]);

    private static JsonObject DrawRings(Frame frame, PlotRoom room, CrossingMark[] marks)
    {
        var size = frame.Unit * 0.85;
        var taken = marks.Select(mark => Box(room.X(mark.Day), room.Y(mark.Value), 16, 16)).ToList();
        foreach (var mark in marks)
        {
            foreach (var (label, x, y) in mark.Labels.SelectMany(label => Places.Select(place => (label, place.X, place.Y))))
            {
                var width = frame.WidthOf(label, size) * frame.Slack;
                var (middle, line) = (room.X(mark.Day) + (x * width), room.Y(mark.Value) + (y * size));
                var box = Box(middle, line, width + 4, size * 1.2);
                if (box.Left < room.Left || box.Right > room.Right || box.Top < room.Top || box.Bottom > room.Bottom || taken.Exists(other => Touch(box, other))) continue;
                taken.Add(box);
                // Paper behind the words, so that a line of a series does not strike them out.
                frame.Plate(box.Left, box.Top, box.Right - box.Left, box.Bottom - box.Top);
                frame.Text(label, middle, line, size, align: "center");
                break;
            }
        }

        return Series(frame, [.. marks.Select(mark => (mark.Day, mark.Value, mark.Text))], "circle", frame.IsNarrow ? 9 : 13, filled: false);
    }

    private static JsonObject Series(Frame frame, IEnumerable<(DateOnly Day, double Value, string Text)> marks, string symbol, double size, bool filled)
    {
        var data = new JsonArray();
        foreach (var (day, value, text) in marks)
            data.Add(new JsonObject { ["value"] = new JsonArray(Ticks.Milliseconds(day), value), ["text"] = text, ["when"] = TimeFigure.When(day, frame), ["mark"] = true });
        return new JsonObject
        {
            ["type"] = "scatter",
            ["name"] = "",
            ["symbol"] = symbol,
            ["symbolSize"] = size,
            ["z"] = 20,
            ["clip"] = false,
            ["itemStyle"] = filled
                ? new JsonObject { ["color"] = frame.Theme.Faint, ["opacity"] = 1 }
                : new JsonObject { ["color"] = "transparent", ["borderColor"] = frame.Theme.Text, ["borderWidth"] = 1.6, ["opacity"] = 1 },
            ["emphasis"] = new JsonObject { ["disabled"] = true },
            ["data"] = data,
        };
    }

    private static (double Left, double Top, double Right, double Bottom) Box(double x, double y, double width, double height) =>
        (x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));

    private static bool Touch((double Left, double Top, double Right, double Bottom) a, (double Left, double Top, double Right, double Bottom) b) =>
        a.Left < b.Right && a.Right > b.Left && a.Top < b.Bottom && a.Bottom > b.Top;
}
