using System.ComponentModel.DataAnnotations;

namespace ModelTrends.Charts.Drawing;

/// <summary>Settings <c>Charts:*</c>: how many pictures are drawn at once and what bounds them.</summary>
public sealed class DrawingOptions
{
    public const string Section = "Charts";

    /// <summary>Engines, each with a V8 heap of its own. 0: one for each core.</summary>
    [Range(0, 64)]
    public int Engines { get; set; }

    /// <summary>Pictures that may wait for an engine; one more is answered with 503.</summary>
    [Range(1, 10_000)]
    public int LongestQueue { get; set; } = 64;

    /// <summary>Longest wait for an engine before the answer is 503. At 20 pictures a second a full queue takes about three seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest time for one script run; ordinary charts take 10 to 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan LongestDrawing { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An engine whose heap is larger than this after a picture is replaced, megabytes.</summary>
    [Range(32, 4096)]
    public int HeapMegabytes { get; set; } = 96;

    /// <summary>An engine is replaced after so many pictures whatever its heap: a bound on leaks that nobody has found yet.</summary>
    [Range(1, 1_000_000)]
    public int PicturesAnEngine { get; set; } = 2000;
}
