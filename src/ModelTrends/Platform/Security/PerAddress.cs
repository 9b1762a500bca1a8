using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace ModelTrends.Platform.Security;

/// <summary>Rate limits per reader, known by the address alone.</summary>
public static class PerAddress
{
    public static Func<HttpContext, RateLimitPartition<string>> All(int permits, TimeSpan window) => http =>
        RateLimitPartition.GetFixedWindowLimiter(Of(http), _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window });

    /// <summary>Counts what is sent, not what is read.</summary>
    public static Func<HttpContext, RateLimitPartition<string>> Posts(int permits, TimeSpan window)
    {
        var all = All(permits, window);
        return http => HttpMethods.IsPost(http.Request.Method) ? all(http) : RateLimitPartition.GetNoLimiter("reading");
    }

    /// <summary>An IPv6 reader owns at least a /64; its addresses count as one.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
