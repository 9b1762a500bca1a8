namespace ModelTrends.Charts.Figures;

/// <summary>The rectangle between the axes and what it means.</summary>
internal sealed record PlotRoom(double Left, double Top, double Right, double Bottom, double Low, double High, IReadOnlyList<(double At, string Text)> Ticks)
{
    public DateOnly First { get; private set; }

    public DateOnly Last { get; private set; }

    public bool IsLog { get; init; }

    public void SetDays(DateOnly[] days) => (First, Last) = (days[0], days[^1]);

    public double X(DateOnly day) => Left + ((Right - Left) * (day.DayNumber - First.DayNumber) / Math.Max(1, Last.DayNumber - First.DayNumber));

    public double Y(double value)
    {
        var part = IsLog ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
        return Bottom - ((Bottom - Top) * Math.Clamp(part, 0, 1));
    }
}
