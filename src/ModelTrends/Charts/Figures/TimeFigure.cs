using System.Text.Json.Nodes;
using ModelTrends.Platform.Languages;

namespace ModelTrends.Charts.Figures;

/// <summary>Series over time: lines, or areas stacked to the whole, with their names at the right edge.</summary>
public static class TimeFigure
{
    /// <summary>A pause between points of more than so many usual steps is a gap, not a line.</summary>
    private const double LongestStep = 3.5;

    /// <summary>Symbols tell lines of one hue apart.</summary>
    private static readonly string[] Symbols = ["circle", "rect", "triangle", "diamond", "roundRect"];

    /// <param name="traces">From the bottom of the stack to its top.</param>
    /// <param name="incomplete">Said at the last, unfinished period.</param>
    public static JsonObject Areas(Frame frame, IReadOnlyList<Trace> traces, string incomplete, TimeMarks? marks = null)
    {
        marks ??= TimeMarks.None;
        var room = Room(frame, traces, marks, Ticks.Linear(1, frame.IsNarrow ? 4 : 5, value => Ticks.Percent(value, frame.Language)).Ticks);
        room = room with { Low = 0, High = 1 };
        var days = traces[0].Points.Select(point => point.Day).ToArray();
        var gaps = Gaps(days, traces);
        var series = new JsonArray();
        foreach (var trace in traces)
        {
            var line = Series(trace, "line", Data(frame, trace, gaps, withSymbols: false));
            line["stack"] = "whole";
            line["symbol"] = "none";
            line["lineStyle"] = new JsonObject { ["width"] = 0.6, ["color"] = frame.Theme.Paper };
            line["areaStyle"] = new JsonObject { ["opacity"] = 1, ["color"] = trace.Colour };
            if (trace.IsUnknown)
                line["itemStyle"] = new JsonObject { ["color"] = trace.Colour, ["decal"] = Plot.Hatch(frame.Theme) };
            series.Add(line);
        }

        var sum = 0.0;
        var labels = new List<(string Name, string Text, string Colour, double At, double Value)>();
        foreach (var trace in traces)
        {
            var value = trace.Last?.Value ?? 0;
            if (IsNamed(trace) && trace.Last is { } last) labels.Add((trace.Name, last.Text, trace.Colour, sum + (value / 2), value));
            sum += value;
        }

        DrawAxes(frame, room, days);
        EndLabels.Draw(frame, room.Right, room.Top, room.Bottom, [.. labels.Select(label => new EndLabel(label.Name, label.Text, label.Colour, room.Y(label.At), label.Value))]);
        if (days.Length > 1 && traces.Any(trace => trace.Points[^1].IsIncomplete))
        {
            var x = room.X(days[^2]);
            frame.Line(x, room.Top, x, room.Bottom, frame.Theme.Text, 1, dashed: true);
            var size = frame.Unit * 0.8;
            var width = frame.WidthOf(incomplete, size) * frame.Slack;
            frame.Plate(x - width - 7, room.Top + 3, width + 4, size * 1.4);
            frame.Text(incomplete, x - 5, room.Top + 3 + (size * 0.7), size, align: "right");
        }

        if (Injured(frame, room, traces, marks) is { } injured) series.Add(injured);
        foreach (var mark in marks.Draw(frame, room)) series.Add(mark);
        return Option(frame, room, series, days, "value");
    }

    /// <param name="isLog">Log axis, labelled as such by the caller's subtitle.</param>
    /// <param name="text">The words of a value on the axis.</param>
    /// <param name="whole">The axis ends here (1 for shares that fill it); null: above the largest value.</param>
    public static JsonObject Lines(Frame frame, IReadOnlyList<Trace> traces, bool isLog, Func<double, string> text, double? whole, TimeMarks? marks = null)
    {
        marks ??= TimeMarks.None;
        var values = traces.SelectMany(trace => trace.Points).Where(point => point.Value is > 0).Select(point => point.Value!.Value).DefaultIfEmpty(1).ToArray();
        var (min, max, ticks) = isLog
            ? Ticks.Logarithmic(values.Min(), values.Max(), text)
            : (0, 0, (IReadOnlyList<(double, string)>)[]);
        if (!isLog) (max, ticks) = Ticks.Linear(whole ?? values.Max(), frame.IsNarrow ? 4 : 5, text);
        var room = Room(frame, traces, marks, ticks) with { Low = min, High = max, IsLog = isLog };
        var days = traces.SelectMany(trace => trace.Points).Select(point => point.Day).Distinct().Order().ToArray();
        var gaps = Gaps(days, traces);
        var withSymbols = days.Length <= 12;
        var series = new JsonArray();
        for (var i = 0; i < traces.Count; i++)
        {
            var trace = traces[i];
            var solid = Series(trace, "line", Data(frame, trace, gaps, withSymbols, isLog, omitLast: EndsOpen(trace), paper: frame.Theme.Paper));
            solid["symbol"] = Symbols[i % Symbols.Length];
            solid["symbolSize"] = 6;
            solid["lineStyle"] = new JsonObject { ["width"] = 2.2, ["color"] = trace.Colour, ["type"] = trace.IsUnknown ? "dotted" : "solid" };
            series.Add(solid);
            if (EndsOpen(trace))
            {
                var dashed = Series(trace, "line", Data(frame, trace with { Points = [.. trace.Points.TakeLast(2)] }, gaps, withSymbols: true, isLog, paper: frame.Theme.Paper));
                (dashed["symbol"], dashed["symbolSize"]) = (Symbols[i % Symbols.Length], 6);
                dashed["lineStyle"] = new JsonObject { ["width"] = 2.2, ["color"] = trace.Colour, ["type"] = "dashed" };
                series.Add(dashed);
            }
        }

        DrawAxes(frame, room, days);
        EndLabels.Draw(frame, room.Right, room.Top, room.Bottom,
            [.. traces.Where(trace => isLog ? trace.Last is { Value: > 0 } : IsNamed(trace)).Select(trace => new EndLabel(trace.Name, trace.Last!.Text, trace.Colour, room.Y(trace.Last.Value!.Value), trace.Last.Value.Value))]);
        foreach (var mark in marks.Draw(frame, room)) series.Add(mark);
        return Option(frame, room, series, days, isLog ? "log" : "value");
    }

    /// <summary>What has come down to nothing is named too: its colour is still there to see.</summary>
    private static bool IsNamed(Trace trace) => trace.Last is { } last && (last.Value > 0 || trace.Points.Any(point => point.Value > 0));

    private static bool EndsOpen(Trace trace) => trace.Points.Count > 1 && trace.Points[^1].IsIncomplete && trace.Points[^1].Value is not null;

    private static JsonObject Series(Trace trace, string type, JsonArray data) => new()
    {
        ["type"] = type,
        ["id"] = null,
        ["name"] = trace.Name,
        ["color"] = trace.Colour,
        ["itemStyle"] = new JsonObject { ["color"] = trace.Colour },
        ["emphasis"] = new JsonObject { ["disabled"] = true },
        ["connectNulls"] = false,
        ["clip"] = false,
        ["data"] = data,
    };

    private static JsonArray Data(Frame frame, Trace trace, HashSet<DateOnly> gaps, bool withSymbols, bool isLog = false, bool omitLast = false, string? paper = null)
    {
        var data = new JsonArray();
        var points = omitLast ? trace.Points.SkipLast(1) : trace.Points;
        foreach (var point in points)
        {
            if (gaps.Contains(point.Day)) data.Add(new JsonArray(Ticks.Milliseconds(point.Day.AddDays(-1)), null));
            var value = isLog && point.Value is <= 0 ? null : point.Value;
            var item = new JsonObject { ["value"] = new JsonArray(Ticks.Milliseconds(point.Day), value), ["text"] = point.Text, ["when"] = When(point.Day, frame) };
            if (point.Note is not null) item["note"] = point.Note;
            if (point.Note is not null && paper is not null)
                item["itemStyle"] = new JsonObject { ["color"] = paper, ["borderColor"] = trace.Colour, ["borderWidth"] = 1.6 };
            else if (!withSymbols) item["symbol"] = "none";
            data.Add(item);
        }

        return data;
    }

    /// <summary>Days before which the line is broken: the pause before them is far longer than usual, or another set of models was counted.</summary>
    private static HashSet<DateOnly> Gaps(DateOnly[] days, IReadOnlyList<Trace> traces)
    {
        var breaks = traces.SelectMany(trace => trace.Points).Where(point => point.IsBreak).Select(point => point.Day).ToHashSet();
        if (days.Length < 3) return breaks;
        var steps = days.Zip(days.Skip(1), (a, b) => b.DayNumber - a.DayNumber).ToArray();
        var usual = steps.Order().ElementAt(steps.Length / 2);
        return [.. breaks, .. days.Skip(1).Where((_, i) => steps[i] > LongestStep * usual)];
    }

    private static PlotRoom Room(Frame frame, IReadOnlyList<Trace> traces, TimeMarks marks, IReadOnlyList<(double At, string Text)> ticks)
    {
        var left = frame.Padding + ticks.Max(tick => frame.WidthOf(tick.Text)) + 8;
        var right = frame.Width - frame.Padding - EndLabels.Room(frame, traces.Where(IsNamed).Select(trace => (trace.Name, trace.Last!.Text)));
        return new PlotRoom(left, frame.Top + (frame.Unit * 0.4), right, frame.Bottom - (frame.Unit * 1.9) - marks.Strip(frame), 0, 1, ticks);
    }

    /// <summary>Areas have no points to draw hollow: days that are not sound are rings on the axis.</summary>
    private static JsonObject? Injured(Frame frame, PlotRoom room, IReadOnlyList<Trace> traces, TimeMarks marks)
    {
        var marked = marks.Events.Select(mark => mark.Day).ToHashSet();
        var days = traces.SelectMany(trace => trace.Points).Where(point => point.Note is not null && point.Value is not null && !marked.Contains(point.Day)).GroupBy(point => point.Day).OrderBy(group => group.Key).ToArray();
        // Rings closer than their size would be a bar.
        if (days.Length == 0 || days.Length * 6 > room.Right - room.Left) return null;
        var data = new JsonArray([.. days.Select(group => (JsonNode)new JsonObject { ["value"] = new JsonArray(Ticks.Milliseconds(group.Key), 0), ["text"] = group.First().Note, ["when"] = When(group.Key, frame), ["mark"] = true })]);
        return new JsonObject
        {
            ["type"] = "scatter", ["name"] = "", ["symbol"] = "circle", ["symbolSize"] = 6, ["z"] = 19, ["clip"] = false, ["data"] = data,
            ["itemStyle"] = new JsonObject { ["color"] = frame.Theme.Paper, ["borderColor"] = frame.Theme.Text, ["borderWidth"] = 1.4, ["opacity"] = 1 },
            ["emphasis"] = new JsonObject { ["disabled"] = true },
        };
    }

    /// <summary>The day as tooltips write it.</summary>
    public static string When(DateOnly day, Frame frame) => DateText.Day(day, frame.Language);

    private static void DrawAxes(Frame frame, PlotRoom room, DateOnly[] days)
    {
        room.SetDays(days);
        foreach (var (at, _) in room.Ticks)
            frame.Line(room.Left, room.Y(at), room.Right, room.Y(at), frame.Theme.Grid);
    }

    private static JsonObject Option(Frame frame, PlotRoom room, JsonArray series, DateOnly[] days, string yType)
    {
        var x = Plot.Axis("time", frame, Ticks.Milliseconds(days[0]), Ticks.Milliseconds(days[^1]), Ticks.Time(days[0], days[^1], room.Left, room.Right, frame), lines: false);
        var y = Plot.Axis(yType, frame, room.Low, room.High, room.Ticks, lines: true);
        return Plot.Option(frame, series, Plot.Grid(room.Left, room.Top, room.Right, room.Bottom, frame), x, y, "axis");
    }
}
