using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using ModelTrends.Platform.Hosting;

namespace ModelTrends.Charts.Drawing;

/// <summary>
/// Draws options to SVG and PNG on threads of its own, as many as there are cores, with a bounded queue before them. Threads of the pool
/// would do, but Pango loads every font once a thread and keeps it, so memory would grow with each thread the pool ever had.
/// </summary>
public sealed class ChartPress : IDisposable
{
    /// <summary>An engine nobody has needed for so long gives its memory back; another is made in a fifth of a second.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private readonly DrawingOptions _options;
    private readonly TextMeasure _measure;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<Job> _queue = [];
    private readonly Thread[] _threads;
    private int _pending;
    private int _enginesMade;
    private int _isDisposed;

    public ChartPress(IOptions<DrawingOptions> options, TextMeasure measure, TimeProvider time)
    {
        (_options, _measure, _time) = (options.Value, measure, time);
        _threads = [.. Enumerable.Range(1, _options.Engines > 0 ? _options.Engines : Environment.ProcessorCount).Select(number => new Thread(Work) { IsBackground = true, Name = $"charts {number}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Engines made since the start; grows when worn ones are replaced.</summary>
    public int EnginesMade => Volatile.Read(ref _enginesMade);

    /// <param name="title">Read aloud in place of the picture.</param>
    public Task<string> SvgAsync(JsonObject option, int width, int height, string title, CancellationToken cancellationToken = default) =>
        RunAsync(place => DrawSvg(place, option, width, height, title), cancellationToken);

    public Task<byte[]> PngAsync(JsonObject option, int width, int height, double scale, string title, bool isSmall = false, CancellationToken cancellationToken = default) =>
        RunAsync(place => Rasteriser.ToPng(DrawSvg(place, option, width, height, title), scale, isSmall), cancellationToken);

    /// <summary>A picture stored as SVG, as PNG.</summary>
    public Task<byte[]> PngAsync(string svg, double scale, CancellationToken cancellationToken = default) =>
        RunAsync(_ => Rasteriser.ToPng(svg, scale), cancellationToken);

    public static string Outline(string svg) => SvgText.Outline(svg);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _queue.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _queue.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<Place, T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _pending) > _options.LongestQueue + _threads.Length)
        {
            Interlocked.Decrement(ref _pending);
            throw new DrawingBusyException($"{_options.LongestQueue} pictures are waiting already.");
        }

        var job = new Job<T>(work);
        using var patience = new CancellationTokenSource(_options.LongestWait, _time);
        // Only what nobody has begun can be given up; a picture in work is finished.
        using var late = patience.Token.Register(() => job.GiveUp(new DrawingBusyException($"No engine was free within {_options.LongestWait}.")));
        using var left = cancellationToken.Register(() => job.GiveUp(new OperationCanceledException(cancellationToken)));
        try
        {
            _queue.Add(job, CancellationToken.None);
            return await job.Result;
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    private void Work()
    {
        using var place = new Place();
        while (!_queue.IsCompleted)
        {
            if (!_queue.TryTake(out var job, place.Engine is null ? Timeout.InfiniteTimeSpan : Idle))
            {
                place.Clear();
                NativeMemory.Trim();
                continue;
            }

            job.Run(place);
            if (place.Engine?.IsWorn == true) place.Clear();
        }
    }

    private string DrawSvg(Place place, JsonObject option, int width, int height, string title)
    {
        if (place.Engine is null)
        {
            place.Engine = new ChartEngine(_measure, _options, _time);
            Interlocked.Increment(ref _enginesMade);
        }

        return SvgText.Normalise(place.Engine.Draw(option.ToJsonString(), width, height), title);
    }

    /// <summary>One thread's engine, made with its first picture.</summary>
    private sealed class Place : IDisposable
    {
        public ChartEngine? Engine { get; set; }

        public void Clear()
        {
            Engine?.Dispose();
            Engine = null;
        }

        public void Dispose() => Clear();
    }

    private abstract class Job
    {
        public abstract void Run(Place place);
    }

    private sealed class Job<T>(Func<Place, T> work) : Job
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public Task<T> Result => _result.Task;

        public override void Run(Place place)
        {
            if (Interlocked.Exchange(ref _begun, 1) != 0) return;
            try
            {
                _result.SetResult(work(place));
            }
#pragma warning disable CA1031 // Every fault goes to the caller who waits for the picture; the thread draws on.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _result.SetException(fault);
            }
        }

        public void GiveUp(Exception why)
        {
            if (Interlocked.Exchange(ref _begun, 1) == 0) _result.SetException(why);
        }
    }
}
