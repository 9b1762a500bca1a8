using ModelTrends.Charts.Figures;

namespace ModelTrends.Charts.Kinds;

/// <summary>One slug: how its address reads without parameters, and how an answer of the read API becomes a figure.</summary>
public abstract class ChartKind
{
    public abstract ChartState Defaults { get; }

    public string Slug => Defaults.Slug;

    /// <summary>Views that make sense here, the default first.</summary>
    public abstract IReadOnlyList<ChartView> Views { get; }

    /// <param name="address">The chart's own address, for the footer.</param>
    public abstract Task<Figure> FigureAsync(ChartState state, string address, CancellationToken cancellationToken);

    /// <param name="draw">Of the answer at hand; only the colours of the state may differ.</param>
    protected static Figure Themed(ChartState state, Func<ChartState, Figure> draw) => draw(state) with { InTheme = theme => draw(state with { Theme = theme }) };
}
