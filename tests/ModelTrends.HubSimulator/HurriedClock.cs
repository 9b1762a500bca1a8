namespace ModelTrends.HubSimulator;

/// <summary>The system's clock, running faster: a wait of a minute passes in a second or two, and every part of a test sees the same time.</summary>
public sealed class HurriedClock(double factor) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();
    /// <summary>The running hour from its beginning: a list is taken once an hour, and a test must not reach the next one by the time it was started.</summary>
    private readonly DateTimeOffset _from = HourOf(System.GetUtcNow());

    public override DateTimeOffset GetUtcNow() => _from + System.GetElapsedTime(_start) * factor;

    public override long GetTimestamp() => _start + (long)((System.GetTimestamp() - _start) * factor);

    public override long TimestampFrequency => System.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Hurry(dueTime), Hurry(period));

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, time.Offset);

    private TimeSpan Hurry(TimeSpan time) => time <= TimeSpan.Zero ? time : time / factor;
}
