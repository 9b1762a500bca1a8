using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>One runner of a race from its release.</summary>
/// <param name="Points">Age in days, value, its words, and why it is not sound.</param>
internal sealed record Runner(string Key, string Name, string Colour, IReadOnlyList<(int Days, double Value, string Text, string? Note)> Points)
{
    /// <summary>A month after its release nobody had counted yet: the line begins with the data, marked by a ring.</summary>
    public bool IsLate => Points[0].Days > 31;
}

/// <summary>Lines over age in days, each named where it ends.</summary>
internal static class AgeCurves
{
    /// <summary>Part of the axis below which its beginning is no matter.</summary>
    private const double NearRelease = 0.1;

    /// <summary>Lines up or down that a name may stand away from its line.</summary>
    private const int Steps = 7;

    private static readonly string[] Symbols = ["circle", "rect", "triangle", "diamond", "roundRect"];

    public static JsonObject Draw(Frame frame, IReadOnlyList<Runner> runners, bool isLog, Func<double, string> text, Func<int, string> age, string xName)
    {
        var values = runners.SelectMany(runner => runner.Points).Select(point => point.Value).Where(value => value > 0).DefaultIfEmpty(1).ToArray();
        var (min, max, ticks) = isLog ? Ticks.Logarithmic(values.Min(), values.Max(), text) : (0, 0, (IReadOnlyList<(double At, string Text)>)[]);
        if (!isLog) (max, ticks) = Ticks.Linear(values.Max(), frame.IsNarrow ? 4 : 5, text);
        var (youngest, oldest, ages) = Ages(frame, runners, age);
        var left = frame.Padding + ticks.Max(tick => frame.WidthOf(tick.Text)) + 8;
        var right = frame.Width - frame.Padding - EndLabels.Room(frame, runners.Select(runner => (runner.Name, runner.Points[^1].Text)));
        var (top, bottom) = (frame.Top + (frame.Unit * 0.4), frame.Bottom - (frame.Unit * 3.2));
        var room = new PlotRoom(left, top, right, bottom, min, max, ticks) { IsLog = isLog };
        foreach (var (at, _) in ticks)
            frame.Line(left, room.Y(at), right, room.Y(at), frame.Theme.Grid);
        var series = new JsonArray();
        for (var i = 0; i < runners.Count; i++)
            series.Add(Line(frame, runners[i], Symbols[i % Symbols.Length], age));
        var ends = runners.Where(runner => X(runner) >= right - 6).ToArray();
        EndLabels.Draw(frame, right, top, bottom, [.. ends.Select(runner => new EndLabel(runner.Name, runner.Points[^1].Text, runner.Colour, room.Y(runner.Points[^1].Value), runner.Points[^1].Value))]);
        NamesInside(frame, room, [.. runners.Except(ends).OrderByDescending(runner => runner.Points[^1].Value).Select(runner => (runner, X(runner)))],
            [.. runners.Select(runner => runner.Points.Select(point => (left + ((right - left) * (point.Days - youngest) / (oldest - youngest)), room.Y(point.Value))).ToArray())]);
        frame.Text(xName, (left + right) / 2, bottom + (frame.Unit * 2.5), frame.Unit * 0.9, colour: frame.Theme.Faint, align: "center");
        var x = Plot.Axis("value", frame, youngest, oldest, [.. ages.Where(tick => tick.At >= youngest && tick.At <= oldest)], lines: false);
        return Plot.Option(frame, series, Plot.Grid(left, top, right, bottom, frame), x, Plot.Axis(isLog ? "log" : "value", frame, min, max, ticks, lines: true), "axis");

        double X(Runner runner) => left + ((right - left) * (runner.Points[^1].Days - youngest) / (oldest - youngest));
    }

    /// <summary>From the first age anybody is known at: room before that would look like a release nobody cared for. Near the beginning the axis starts with the release.</summary>
    private static (int Youngest, int Oldest, IReadOnlyList<(double At, string Text)> Ticks) Ages(Frame frame, IReadOnlyList<Runner> runners, Func<int, string> age)
    {
        var youngest = runners.Min(runner => runner.Points[0].Days);
        var oldest = Math.Max(youngest + 1, runners.Max(runner => runner.Points[^1].Days));
        if (youngest < oldest * NearRelease) youngest = 0;
        // Round ages between both, as many as an axis of their distance has.
        var (_, steps) = Ticks.Linear(oldest - youngest, frame.IsNarrow ? 3 : 6, days => age((int)days));
        var step = steps[1].At;
        return (youngest, oldest, [.. Enumerable.Range((int)Math.Ceiling(youngest / step), (int)(oldest / step) + 1).Select(i => (i * step, age((int)(i * step)))).Where(tick => tick.Item1 <= oldest)]);
    }

    /// <summary>
    /// A line that ends early is named there, on paper, so that others do not strike its name out; where another name stands already, as near as
    /// there is room, with a thread to its line, and rather where no line passes. The largest come first; a name without room anywhere is left to
    /// tooltip and table.
    /// </summary>
    private static void NamesInside(Frame frame, PlotRoom room, IReadOnlyList<(Runner Runner, double X)> ends, IReadOnlyList<(double X, double Y)[]> lines)
    {
        var step = frame.Unit * 1.3;
        var taken = new List<Box>();
        foreach (var (runner, x) in ends)
        {
            var words = $"{runner.Name} {runner.Points[^1].Text}";
            var width = frame.WidthOf(words, bold: true) * frame.Slack;
            var y = room.Y(runner.Points[^1].Value);
            var places = Enumerable.Range(0, Steps).SelectMany(i => new[] { (At: x + 8, Y: y - (i * step)), (At: x + 8, Y: y + (i * step)), (At: x - 8 - width, Y: y - (i * step)), (At: x - 8 - width, Y: y + (i * step)) })
                .Select(place => (At: Math.Min(place.At, room.Right - width), place.Y));
            var free = places.Select(place => new Box(place.At - 2, place.Y - (step / 2), place.At + width + 2, place.Y + (step / 2)))
                .Where(box => box.Left >= room.Left && box.Top >= room.Top - step && box.Bottom <= room.Bottom + 2 && !taken.Exists(box.Overlaps)).ToArray();
            // Sorting keeps the order of what is crossed equally often: the nearest comes first.
            if (free.OrderBy(box => lines.Count(box.IsCrossed)).FirstOrDefault() is not { } chosen) continue;
            taken.Add(chosen);
            frame.Plate(chosen.Left, chosen.Top, width + 4, step);
            var (at, line) = (chosen.Left + 2, (chosen.Top + chosen.Bottom) / 2);
            // Where it stands above or below, a thread leads from the line's end to the name.
            if (Math.Abs(line - y) > 3) frame.Line(x, y, Math.Clamp(x, at, at + width), line > y ? chosen.Top : chosen.Bottom, runner.Colour);
            frame.Text(words, at, line, bold: true, colour: Theme.Mix(runner.Colour, frame.Theme.Text, 0.35));
        }
    }

    private sealed record Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Overlaps(Box other) => Left < other.Right && Right > other.Left && Top < other.Bottom - 0.5 && Bottom > other.Top + 0.5;

        /// <summary>Whether a line from left to right passes through.</summary>
        public bool IsCrossed((double X, double Y)[] line)
        {
            for (var i = 1; i < line.Length; i++)
            {
                var ((x, y), (x2, y2)) = (line[i - 1], line[i]);
                if (x2 < Left || x > Right) continue;
                var (from, to) = (At(Math.Max(x, Left)), At(Math.Min(x2, Right)));
                if (Math.Min(from, to) < Bottom && Math.Max(from, to) > Top) return true;

                double At(double where) => x2 - x < 0.001 ? y2 : y + ((y2 - y) * (where - x) / (x2 - x));
            }

            return false;
        }
    }

    private static JsonObject Line(Frame frame, Runner runner, string symbol, Func<int, string> age)
    {
        var data = new JsonArray();
        foreach (var (days, value, text, note) in runner.Points)
        {
            var item = new JsonObject { ["value"] = new JsonArray(days, value), ["text"] = text, ["when"] = age(days) };
            if (note is not null) item["note"] = note;
            if (data.Count == 0 && runner.IsLate) item["symbol"] = "emptyCircle";
            else if (runner.Points.Count > 12) item["symbol"] = "none";
            data.Add(item);
        }

        return new JsonObject
        {
            ["type"] = "line", ["name"] = runner.Name, ["color"] = runner.Colour, ["symbol"] = symbol, ["symbolSize"] = 6, ["showAllSymbol"] = true, ["clip"] = false,
            ["lineStyle"] = new JsonObject { ["width"] = 2.2, ["color"] = runner.Colour }, ["itemStyle"] = new JsonObject { ["color"] = runner.Colour },
            ["emphasis"] = new JsonObject { ["disabled"] = true }, ["data"] = data,
        };
    }
}
