using Microsoft.Extensions.Options;

namespace ModelTrends.HuggingFace;

/// <summary>
/// One for the process: all requests of a token or address share one quota. The Hub's headers say what is left;
/// requests are spread over the window so that the quota is not met, with a start in hand for short errands, and stop
/// at the reserve until the next window.
/// </summary>
public sealed class RequestPacer(IOptions<HubOptions> options, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, QuotaBucket> _buckets = new(StringComparer.Ordinal);
    private int _inFlight;
    private DateTimeOffset _pausedUntil;
    private DateTimeOffset _heldUntil;

    /// <summary>
    /// What the Hub last said, of the policy that leaves the least; null before the first answer or where it says
    /// nothing.
    /// </summary>
    public Quota? Quota
    {
        get { lock (_lock) return RateLimitHeaders.Tightest(_buckets.Values.Where(bucket => bucket.IsMentioned).Select(bucket => bucket.Seen)); }
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
                _inFlight++;
                foreach (var bucket in _buckets.Values) bucket.Take();
                return null;
            }

            _heldUntil = now + wait;
            return wait;
        }
    }

    /// <summary>A request that was taken has ended, with an answer or without.</summary>
    internal void End()
    {
        lock (_lock)
        {
            if (_inFlight > 0) _inFlight--;
        }
    }

    internal void Observe(Quota? quota) => Observe(quota is null ? [] : [new PolicyQuota("", quota)]);

    /// <summary>What an answer says, before its request has ended.</summary>
    internal void Observe(IReadOnlyList<PolicyQuota> policies)
    {
        if (policies.Count == 0)
            return;
        lock (_lock)
        {
            foreach (var bucket in _buckets.Values) bucket.IsMentioned = false;
            foreach (var (name, quota) in policies)
            {
                if (!_buckets.TryGetValue(name, out var bucket)) _buckets[name] = bucket = new QuotaBucket();
                bucket.Observe(quota, clock.GetUtcNow(), Math.Max(0, _inFlight - 1));
            }
        }
    }

    /// <summary>
    /// A 429 concerns every caller, so all of them wait; not longer than one of them would, before it gives up.
    /// </summary>
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
        foreach (var (name, bucket) in _buckets)
        {
            if (bucket.IsOver(now)) _buckets.Remove(name);
        }

        return _buckets.Count == 0 ? TimeSpan.Zero : _buckets.Values.Max(bucket => bucket.TimeToWait(now, options.Value.QuotaReserve, _inFlight));
    }
}
