using System.Text.Json.Nodes;

namespace ModelTrends.Charts.Figures;

/// <summary>Values by age: one model or family.</summary>
/// <param name="Points">Age in days, value, and both in words.</param>
internal sealed record Curve(string Name, string Colour, IReadOnlyList<(int Days, double Value, string Text)> Points);

/// <summary>Curves over age on two log axes, with a grey band behind them.</summary>
internal static class CurveFigure
{
    private static readonly string[] Symbols = ["circle", "rect", "triangle", "diamond", "roundRect"];

    /// <param name="ages">Ages with a tick and their names.</param>
    /// <param name="band">Lowest and highest threshold at each age; empty: none.</param>
    /// <param name="bandName">Written into the band.</param>
    public static JsonObject Draw(
        Frame frame, IReadOnlyList<Curve> curves, IReadOnlyList<(int Days, string Text)> ages, IReadOnlyList<(int Days, double Low, double High)> band, string bandName, string xName, Func<double, string> text)
    {
        var values = curves.SelectMany(curve => curve.Points).Select(point => point.Value).Concat(band.SelectMany(at => new[] { at.Low, at.High })).Where(value => value > 0).ToArray();
        var (min, max, ticks) = Ticks.Logarithmic(values.Min(), values.Max(), text);
        var left = frame.Padding + ticks.Max(tick => frame.WidthOf(tick.Text)) + 8;
        var right = frame.Width - frame.Padding - EndLabels.Room(frame, curves.Select(curve => (curve.Name, End(curve))));
        var (top, bottom) = (frame.Top + (frame.Unit * 0.4), frame.Bottom - (frame.Unit * 3.2));
        foreach (var (at, _) in ticks)
            frame.Line(left, Y(at), right, Y(at), frame.Theme.Grid);
        if (band.Count > 1) DrawBand();
        var series = new JsonArray();
        for (var i = 0; i < curves.Count; i++)
            series.Add(Line(frame, curves[i], Symbols[i % Symbols.Length]));
        // A young model's curve ends early: a thread leads from there to its name.
        foreach (var curve in curves.Where(curve => X(curve.Points[^1].Days) < right - 12))
            frame.Line(X(curve.Points[^1].Days) + 5, Y(curve.Points[^1].Value), right, Y(curve.Points[^1].Value), curve.Colour, 0.7, dashed: true);
        EndLabels.Draw(frame, right, top, bottom, [.. curves.Select(curve => new EndLabel(curve.Name, End(curve), curve.Colour, Y(curve.Points[^1].Value), curve.Points[^1].Value))]);
        frame.Text(xName, (left + right) / 2, bottom + (frame.Unit * 2.5), frame.Unit * 0.9, colour: frame.Theme.Faint, align: "center");
        var x = Plot.Axis("log", frame, ages[0].Days, ages[^1].Days, [.. ages.Select(age => ((double)age.Days, age.Text))], lines: false);
        return Plot.Option(frame, series, Plot.Grid(left, top, right, bottom, frame), x, Plot.Axis("log", frame, min, max, ticks, lines: true), "item");

        // Without room for both the value says more than what it is compared with.
        string End(Curve curve) => frame.IsNarrow ? curve.Points[^1].Text.Split(" (")[0] : curve.Points[^1].Text;

        double X(double days) => left + ((right - left) * Math.Log(days / ages[0].Days) / Math.Log((double)ages[^1].Days / ages[0].Days));

        double Y(double value) => bottom - ((bottom - top) * Math.Log(Math.Clamp(value, min, max) / min) / Math.Log(max / min));

        void DrawBand()
        {
            var outline = new JsonArray();
            foreach (var at in band) outline.Add(new JsonArray(Frame.Round(X(at.Days)), Frame.Round(Math.Min(Y(at.High), Y(at.Low) - 6))));
            foreach (var at in band.Reverse()) outline.Add(new JsonArray(Frame.Round(X(at.Days)), Frame.Round(Y(at.Low))));
            frame.Texts.Add(new JsonObject { ["type"] = "polygon", ["silent"] = true, ["z"] = 0, ["shape"] = new JsonObject { ["points"] = outline }, ["style"] = new JsonObject { ["fill"] = frame.Theme.Grid, ["opacity"] = 0.9 } });
            // Named at its left end, below it, where curves that rise above are farthest.
            var size = frame.Unit * 0.85;
            if (frame.WidthOf(bandName, size) < right - left)
                frame.Text(bandName, Math.Min(X(band[0].Days) + 6, right - frame.WidthOf(bandName, size)), Math.Min(Y(band[0].Low) + size, bottom - size), size, colour: frame.Theme.Faint);
        }
    }

    private static JsonObject Line(Frame frame, Curve curve, string symbol) => new()
    {
        ["type"] = "line",
        ["name"] = curve.Name,
        ["color"] = curve.Colour,
        ["symbol"] = symbol,
        ["symbolSize"] = frame.IsNarrow ? 6 : 8,
        ["showAllSymbol"] = true,
        ["clip"] = false,
        ["lineStyle"] = new JsonObject { ["width"] = 2.2, ["color"] = curve.Colour },
        ["itemStyle"] = new JsonObject { ["color"] = curve.Colour },
        ["emphasis"] = new JsonObject { ["disabled"] = true },
        ["data"] = new JsonArray([.. curve.Points.Select(point => (JsonNode)new JsonObject { ["value"] = new JsonArray(point.Days, point.Value), ["text"] = $"{curve.Name}\n{point.Text}" })]),
    };
}
