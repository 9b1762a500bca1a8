using Microsoft.Extensions.Options;

namespace ModelTrends.HuggingFace;

/// <summary>
/// One for the process: all requests of a token or address share one quota. The Hub's headers say what is left; requests are spread over the
/// window so that the quota is not met, with a start in hand for short errands, and stop at the reserve until the next window.
/// </summary>
public sealed class RequestPacer(IOptions<HubOptions> options, TimeProvider clock)
{
    /// <summary>Part of a window's quota that may be used at once; the rest is spread evenly. A labs or detail errand fits in it.</summary>
    private const double StartInHand = 0.25;

    private readonly Lock _lock = new();
    private Quota? _seen;
    private int _remaining;
    private DateTimeOffset _resetsAt;
    private DateTimeOffset _pausedUntil;

    /// <summary>What the Hub last said; null before the first answer or where it says nothing.</summary>
    public Quota? Quota
    {
        get { lock (_lock) return _seen; }
    }

    /// <summary>Returns when the next request may go out.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                wait = TimeToWait(clock.GetUtcNow());
                if (wait <= TimeSpan.Zero)
                {
                    _remaining--;
                    return;
                }
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    internal void Observe(Quota? quota)
    {
        if (quota is null)
            return;
        lock (_lock)
        {
            _seen = quota;
            _remaining = quota.Remaining;
            _resetsAt = clock.GetUtcNow() + quota.ResetsIn;
        }
    }

    /// <summary>A 429 concerns every caller, so all of them wait.</summary>
    internal void Pause(TimeSpan time)
    {
        lock (_lock)
        {
            var until = clock.GetUtcNow() + time;
            if (until > _pausedUntil)
                _pausedUntil = until;
        }
    }

    private TimeSpan TimeToWait(DateTimeOffset now)
    {
        if (_pausedUntil > now)
            return _pausedUntil - now;
        if (_seen is null)
            return TimeSpan.Zero;
        if (now >= _resetsAt)
        {
            // A new window has begun; until an answer tells more, only this window's first requests are known to be free.
            _remaining = _seen.Limit ?? int.MaxValue;
            _resetsAt = now + (_seen.Window ?? TimeSpan.FromMinutes(5));
        }

        // A reserve larger than a tenth of a small quota would leave nothing to work with.
        var reserve = _seen.Limit is { } quota ? Math.Min(options.Value.QuotaReserve, quota / 10) : options.Value.QuotaReserve;
        var left = _resetsAt - now;
        if (_remaining <= reserve)
            return left + TimeSpan.FromMilliseconds(50);
        if (_seen.Limit is not { } limit || _seen.Window is not { } window || limit <= reserve)
            return TimeSpan.Zero;

        // Even use would have this part of the quota left now; wait until the time left matches what is really left.
        var leftShare = (double)(_remaining - reserve) / (limit - reserve);
        var dueLeft = window * Math.Min(1, leftShare + StartInHand);
        return left - dueLeft;
    }
}
