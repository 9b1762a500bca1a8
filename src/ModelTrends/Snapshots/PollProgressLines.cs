using System.Globalization;

namespace ModelTrends.Snapshots;

/// <summary>
/// How far a poll is: one line that is written over on a terminal, elsewhere a line now and then. It moves also while nothing does, so that a
/// wait for quota is seen as one.
/// </summary>
public sealed class PollProgressLines : IProgress<PollProgress>, IAsyncDisposable
{
    /// <summary>Lines in a log file: often enough to see that it moves.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly TextWriter _output;
    private readonly bool _isTerminal;
    private readonly Func<TimeSpan> _holding;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private PollProgress? _last;
    private DateTimeOffset _next;
    private int _width;

    /// <param name="holding">How long requests are held back from now, for quota or after a 429.</param>
    public PollProgressLines(TextWriter output, bool isTerminal, Func<TimeSpan> holding, TimeProvider clock)
    {
        (_output, _isTerminal, _holding, _clock) = (output, isTerminal, holding, clock);
        _timer = clock.CreateTimer(_ => Show(null), null, Tick, Tick);
    }

    public void Report(PollProgress value) => Show(value);

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        lock (_lock)
        {
            if (_width > 0)
                _output.WriteLine();
            _width = 0;
        }
    }

    private void Show(PollProgress? value)
    {
        lock (_lock)
        {
            _last = value ?? _last;
            var now = _clock.GetUtcNow();
            var holding = _holding();
            // Before the first page there is something to tell only if it has to be waited for.
            if ((!_isTerminal && now < _next) || (_last is null && holding == TimeSpan.Zero))
                return;
            _next = now + Apart;
            var line = Line(_last, holding);
            if (!_isTerminal)
            {
                _output.WriteLine(line);
                return;
            }

            _output.Write('\r' + line.PadRight(_width));
            _width = line.Length;
        }
    }

    public static string Line(PollProgress? value, TimeSpan holding)
    {
        var parts = new List<string>();
        if (value is not null)
        {
            var rate = value.ModelsThisRun / Math.Max(0.001, value.Elapsed.TotalSeconds);
            parts.Add(Invariant($"{value.Models} models"));
            parts.Add(Invariant($"{value.Pages} pages"));
            parts.Add(Invariant($"{rate:0} models/s"));
            if (value.Quota is { } quota)
                parts.Add(Invariant($"quota {quota.Remaining}/{quota.Limit} for {quota.ResetsIn.TotalSeconds:0} s"));
            parts.Add(value.IsAtEnd ? "all pages stored, working out the numbers"
                : value.Expected is not { } expected ? "time to go not known before a first complete poll"
                : rate > 0 && expected > value.Models ? Clock(TimeSpan.FromSeconds((expected - value.Models) / rate)) + " to go"
                : "nearly done");
        }

        // The pace of requests is some tenths of a second; longer is worth a word.
        if (holding >= Tick)
            parts.Add(Invariant($"waiting {holding.TotalSeconds:0} s for the Hub's limit"));
        return string.Join(", ", parts);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) => Invariant($"{(int)time.TotalHours:00}:{time:mm\\:ss}");
}
