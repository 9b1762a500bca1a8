using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ModelTrends.Platform.Administration;

public enum LoginResult { Accepted, Refused, Locked }

/// <summary>Compares passwords without telling by time how much was right, and locks an address out after failures.</summary>
public sealed class LoginGuard(IOptions<AdminOptions> options, TimeProvider clock)
{
    /// <summary>A person mistypes twice; a guesser needs thousands.</summary>
    public const int FailuresAllowed = 5;

    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    /// <summary>More addresses than that at once are an attack; then the oldest entries are forgotten rather than memory filled.</summary>
    private const int MostAddresses = 10_000;

    private readonly Dictionary<string, (int Failures, DateTimeOffset Last)> _failures = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Changes with the password, so that a new password ends old sessions.</summary>
    public string Stamp => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("stamp:" + options.Value.Password)))[..32];

    public LoginResult Try(string address, string password)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var entry = _failures.GetValueOrDefault(address);
            if (entry.Failures >= FailuresAllowed && now - entry.Last < LockedFor) return LoginResult.Locked;
            if (now - entry.Last >= LockedFor) entry = default;
            if (Matches(password))
            {
                _failures.Remove(address);
                return LoginResult.Accepted;
            }

            if (_failures.Count >= MostAddresses && !_failures.ContainsKey(address))
                _failures.Remove(_failures.MinBy(x => x.Value.Last).Key);
            _failures[address] = (entry.Failures + 1, now);
            return entry.Failures + 1 >= FailuresAllowed ? LoginResult.Locked : LoginResult.Refused;
        }
    }

    private bool Matches(string password) => options.Value.Enabled && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(password)), SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Password!)));
}
