namespace ModelTrends.HuggingFace;

/// <summary>
/// What is left of one policy, as far as it is known here: what answers said, less what was sent since. Answers come
/// late and out of order, so in one window only the lowest of them counts, and of the moments at which it could end
/// the earliest: each of them is one by which it has ended.
/// </summary>
internal sealed class QuotaBucket
{
    /// <summary>
    /// Part of a window's quota that may be used at once; the rest is spread evenly. A labs or detail errand fits in
    /// it.
    /// </summary>
    private const double StartInHand = 0.25;

    /// <summary>
    /// Where no window is told. Whatever an answer claims, nobody waits longer for the next window than a window
    /// lasts.
    /// </summary>
    private static readonly TimeSpan UsualWindow = TimeSpan.FromMinutes(5);

    /// <summary>Seconds are told whole; where they are rounded down, a window lasts nearly one more.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private int _remaining;
    private DateTimeOffset _resetsAt;

    /// <summary>
    /// A window that nothing has been heard of: it may begin later than here, with its first request.
    /// </summary>
    private bool _isAssumed;

    public Quota Seen { get; private set; } = null!;

    /// <summary>
    /// Whether the last answer spoke of the policy; one that is not spoken of any more ends with its window.
    /// </summary>
    public bool IsMentioned { get; set; }

    private TimeSpan Window => Seen.Window is { Ticks: > 0 } window ? window : UsualWindow;

    public void Take() => _remaining--;

    /// <param name="others">Requests that are on their way: the answer may know nothing of them.</param>
    public void Observe(Quota quota, DateTimeOffset now, int others)
    {
        var isFirst = Seen is null;
        Seen = quota;
        IsMentioned = true;
        var left = quota.ResetsIn < Window ? quota.ResetsIn + Rounding : Window;
        var resetsAt = now + (left < Window ? left : Window);
        if (isFirst || resetsAt - _resetsAt > Window / 2)
        {
            (_remaining, _resetsAt, _isAssumed) = (quota.Remaining - others, resetsAt, false);
            return;
        }

        _remaining = Math.Min(_remaining, quota.Remaining);
        if (resetsAt < _resetsAt || (_isAssumed && _resetsAt - resetsAt < Window / 2))
            (_resetsAt, _isAssumed) = (resetsAt, false);
    }

    public bool IsOver(DateTimeOffset now) => !IsMentioned && now >= _resetsAt;

    public TimeSpan TimeToWait(DateTimeOffset now, int reserveWanted, int inFlight)
    {
        if (now >= _resetsAt)
        {
            // A new window has begun; until an answer tells more, only this window's first requests are known to be
            // free.
            _remaining = Math.Max(inFlight == 0 ? 1 : 0, (Seen.Limit ?? int.MaxValue) - inFlight);
            (_resetsAt, _isAssumed) = (now + Window, true);
        }

        // A reserve larger than a tenth of a small quota would leave nothing to work with.
        var reserve = Seen.Limit is { } quota ? Math.Min(reserveWanted, quota / 10) : reserveWanted;
        var left = _resetsAt - now;
        if (_remaining <= reserve)
            return left + TimeSpan.FromMilliseconds(50);
        if (Seen.Limit is not { } limit || Seen.Window is null || limit <= reserve)
            return TimeSpan.Zero;

        // Even use would have this part of the quota left now; wait until the time left matches what is really left.
        var leftShare = (double)(_remaining - reserve) / (limit - reserve);
        return left - (Window * Math.Min(1, leftShare + StartInHand));
    }
}
