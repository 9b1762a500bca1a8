using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace ModelTrends.Charts.Drawing;

/// <summary>Draws options to SVG and PNG: as many at once as there are cores, a bounded queue behind them.</summary>
public sealed class ChartPress(IOptions<DrawingOptions> options, TextMeasure measure, TimeProvider time) : IDisposable
{
    private readonly DrawingOptions _options = options.Value;
    private readonly SemaphoreSlim _places = new(Count(options.Value));
    private readonly ConcurrentBag<ChartEngine> _idle = [];
    private int _waiting;

    /// <summary>Engines made since the start; grows when worn ones are replaced.</summary>
    public int EnginesMade { get; private set; }

    /// <param name="title">Read aloud in place of the picture.</param>
    public Task<string> SvgAsync(JsonObject option, int width, int height, string title, CancellationToken cancellationToken = default) =>
        RunAsync(() => DrawSvg(option, width, height, title), cancellationToken);

    public Task<byte[]> PngAsync(JsonObject option, int width, int height, double scale, string title, CancellationToken cancellationToken = default) =>
        RunAsync(() => Rasteriser.ToPng(DrawSvg(option, width, height, title), scale), cancellationToken);

    /// <summary>A picture stored as SVG, as PNG.</summary>
    public Task<byte[]> PngAsync(string svg, double scale, CancellationToken cancellationToken = default) =>
        RunAsync(() => Rasteriser.ToPng(svg, scale), cancellationToken);

    public static string Outline(string svg) => SvgText.Outline(svg);

    public void Dispose()
    {
        while (_idle.TryTake(out var engine))
            engine.Dispose();
        _places.Dispose();
    }

    private static int Count(DrawingOptions options) => options.Engines > 0 ? options.Engines : Environment.ProcessorCount;

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > _options.LongestQueue + Count(_options))
        {
            Interlocked.Decrement(ref _waiting);
            throw new DrawingBusyException($"{_options.LongestQueue} pictures are waiting already.");
        }

        try
        {
            if (!await _places.WaitAsync(_options.LongestWait, cancellationToken))
                throw new DrawingBusyException($"No engine was free within {_options.LongestWait}.");
            try
            {
                return await Task.Run(work, CancellationToken.None);
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private string DrawSvg(JsonObject option, int width, int height, string title)
    {
        if (!_idle.TryTake(out var engine))
        {
            engine = new ChartEngine(measure, _options, time);
            EnginesMade++;
        }

        try
        {
            return SvgText.Normalise(engine.Draw(option.ToJsonString(), width, height), title);
        }
        finally
        {
            if (engine.IsWorn) engine.Dispose();
            else _idle.Add(engine);
        }
    }
}
