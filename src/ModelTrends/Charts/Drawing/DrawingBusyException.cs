namespace ModelTrends.Charts.Drawing;

/// <summary>More pictures are asked for than can be drawn; answered with 503 and Retry-After.</summary>
public sealed class DrawingBusyException(string message) : Exception(message);

/// <summary>ECharts refused the option or did not finish: a fault of ours, answered with 500, never with a picture.</summary>
public sealed class DrawingFailedException(string message, Exception? inner = null) : Exception(message, inner);
