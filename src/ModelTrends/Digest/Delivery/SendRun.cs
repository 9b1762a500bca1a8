using System.Globalization;
using System.Threading.RateLimiting;

namespace ModelTrends.Digest.Delivery;

/// <summary>What the connections of one run share: the rate, the last answers, whether the server is away, and why to stop.</summary>
internal sealed class SendRun(SmtpOptions options, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>A server that is away longer than this does not come back by itself: somebody has to look.</summary>
    private static readonly TimeSpan LongestOutage = TimeSpan.FromHours(12);

    private static readonly TimeSpan LongestWaitForServer = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Queue<bool> _refusals = new();
    private readonly TokenBucketRateLimiter _perSecond = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = options.PerSecond, TokensPerPeriod = options.PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private int _refused;
    private int _answered;
    private int _outages;
    private DateTimeOffset? _awaySince;

    /// <summary>Why the issue is to be paused; null as long as it goes on.</summary>
    public string? Stop { get; private set; }

    /// <summary>What the server, or the way to it, said when it could not be used; null when it could.</summary>
    public string? Trouble { get; private set; }

    public int Answered => _answered;

    public ValueTask<RateLimitLease> TurnAsync(CancellationToken cancellationToken) => _perSecond.AcquireAsync(1, cancellationToken);

    /// <summary>The server is there.</summary>
    public void Reached()
    {
        lock (_lock)
            (_awaySince, _outages, Trouble) = (null, 0, null);
    }

    public void NotReached(MailFault fault)
    {
        lock (_lock)
        {
            Trouble = fault.Reason;
            _awaySince ??= clock.GetUtcNow();
            if (fault.NeedsPerson || clock.GetUtcNow() - _awaySince > LongestOutage)
                Stop ??= "no mail can be handed over: " + fault.Reason;
        }
    }

    /// <summary>How long to leave a server in peace that could not be reached.</summary>
    public TimeSpan WaitForServer()
    {
        var wait = options.FirstWait * Math.Pow(2, Math.Min(_outages++, 20));
        return wait < LongestWaitForServer ? wait : LongestWaitForServer;
    }

    /// <summary>Too many refusals for good among the last answers stop the issue before the sender's name is ruined.</summary>
    public void Answer(MailResult result)
    {
        lock (_lock)
        {
            _answered++;
            var refused = result.Outcome is MailOutcome.Refused or MailOutcome.Failed;
            _refusals.Enqueue(refused);
            _refused += refused ? 1 : 0;
            if (_refusals.Count > options.PauseAfter && _refusals.Dequeue())
                _refused--;
            if (result.Outcome == MailOutcome.Barred)
                Stop ??= "the mail server takes nothing from us: " + result.Answer;
            else if (_refusals.Count == options.PauseAfter && _refused > options.PauseShare * _refusals.Count)
                Stop ??= string.Create(CultureInfo.InvariantCulture, $"too many mails were refused: {_refused} of the last {_refusals.Count}");
        }
    }

    public ValueTask DisposeAsync() => _perSecond.DisposeAsync();
}
