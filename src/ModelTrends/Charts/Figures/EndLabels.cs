namespace ModelTrends.Charts.Figures;

/// <param name="At">Where the line ends, in pixels from the top.</param>
/// <param name="Value">Where not all labels have room, those of the smallest values go.</param>
internal sealed record EndLabel(string Name, string Text, string Colour, double At, double Value);

/// <summary>Names and last values at the right edge of the plot, in the colour of their line and never over each other.</summary>
internal static class EndLabels
{
    /// <summary>Pixels between the plot and a label, for the line that leads to one moved away.</summary>
    private const double Lead = 14;

    /// <summary>Room to leave right of the plot; long names are shortened rather than given more than two fifths of the sheet, or a little more of a narrow one.</summary>
    public static double Room(Frame frame, IEnumerable<(string Name, string Text)> labels) =>
        Math.Min((labels.Select(label => frame.WidthOf($"{label.Name} {label.Text}", bold: true)).DefaultIfEmpty(0).Max() * frame.Slack) + Lead + 2, frame.Width * (frame.IsNarrow ? 0.46 : 0.4));

    public static void Draw(Frame frame, double left, double top, double bottom, IReadOnlyList<EndLabel> labels)
    {
        var most = Math.Max(1, (int)((bottom - top) / (frame.Unit * 1.1)) + 1);
        if (labels.Count > most) labels = [.. labels.OrderByDescending(label => label.Value).Take(most)];
        var wanted = labels.Select(label => label.At).ToArray();
        var places = LabelSpread.Apart(wanted, frame.Unit * 1.3, top + 2, bottom - 2);
        var width = (frame.Width - frame.Padding - left - Lead) / frame.Slack;
        for (var i = 0; i < labels.Count; i++)
        {
            var (name, text, colour, _, _) = labels[i];
            if (Math.Abs(places[i] - wanted[i]) > 3)
                frame.Line(left + 2, wanted[i], left + Lead - 3, places[i], colour);
            var shown = frame.Measure.Shorten(name, width - frame.WidthOf(" " + text, bold: true), frame.Unit, true);
            // Pale colours do not carry text: their labels are darkened towards the ink.
            frame.Text($"{shown} {text}", left + Lead, places[i], bold: true, colour: Theme.Mix(colour, frame.Theme.Text, 0.35));
        }
    }
}
