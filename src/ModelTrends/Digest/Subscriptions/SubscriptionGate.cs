using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace ModelTrends.Digest.Subscriptions;

/// <summary>
/// How often may be asked for the digest: per caller and, because a program that fills inboxes changes its address, per network. How often an
/// inbox may be written to is counted where its key is made.
/// </summary>
public sealed class SubscriptionGate : IAsyncDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>A household or an office subscribes together.</summary>
    public const int PerCaller = 10;

    /// <summary>A campus, or a provider that shares one network among its customers.</summary>
    public const int PerNetwork = 60;

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.CreateChained(
        Limiter(PerCaller, address => Prefix(address, v4: 32, v6: 64)),
        Limiter(PerNetwork, address => Prefix(address, v4: 24, v6: 48)));

    public bool Lets(IPAddress? caller)
    {
        using var lease = _limiter.AttemptAcquire(caller ?? IPAddress.None);
        return lease.IsAcquired;
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    /// <summary>The first bits of the address: <c>192.0.2.0/24</c>.</summary>
    private static string Prefix(IPAddress address, int v4, int v6)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bits = address.AddressFamily == AddressFamily.InterNetworkV6 ? v6 : v4;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }

    private static PartitionedRateLimiter<IPAddress> Limiter(int permits, Func<IPAddress, string> key) => PartitionedRateLimiter.Create<IPAddress, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(key(address), _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window }));
}
