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

    /// <summary>Where no window is told. Whatever an answer claims, nobody waits longer for the next window than a window lasts.</summary>
    private static readonly TimeSpan UsualWindow = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private Quota? _seen;
    private int _remaining;
    private DateTimeOffset _resetsAt;
    private DateTimeOffset _pausedUntil;
    private DateTimeOffset _heldUntil;

    /// <summary>What the Hub last said; null before the first answer or where it says nothing.</summary>
    public Quota? Quota
    {
        get { lock (_lock) return _seen; }
    }

    /// <summary>Until the next request may go out; zero while none is held back. For those who watch.</summary>
    public TimeSpan Holding
    {
        get
        {
            lock (_lock)
            {
                var until = _pausedUntil > _heldUntil ? _pausedUntil : _heldUntil;
                var left = until - clock.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Returns when the next request may go out.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (TryTake() is { } wait)
            await Task.Delay(wait, clock, cancellationToken);
    }

    /// <returns>How long to wait before the next try, or null: the request may go out, and is counted.</returns>
    internal TimeSpan? TryTake()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var wait = TimeToWait(now);
            if (wait <= TimeSpan.Zero)
            {
                _remaining--;
                return null;
            }

            _heldUntil = now + wait;
            return wait;
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
            var longest = quota.Window ?? UsualWindow;
            _resetsAt = clock.GetUtcNow() + (quota.ResetsIn < longest ? quota.ResetsIn : longest);
        }
    }

    /// <summary>A 429 concerns every caller, so all of them wait; not longer than one of them would, before it gives up.</summary>
    internal void Pause(TimeSpan time)
    {
        lock (_lock)
        {
            var until = clock.GetUtcNow() + (time < options.Value.ThrottleBudget ? time : options.Value.ThrottleBudget);
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
            _remaining = Math.Max(1, _seen.Limit ?? int.MaxValue);
            _resetsAt = now + (_seen.Window ?? UsualWindow);
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
