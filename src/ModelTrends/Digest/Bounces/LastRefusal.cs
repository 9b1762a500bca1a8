using System.Text;
using MailKit;

namespace ModelTrends.Digest.Bounces;

/// <summary>Hears what the server answers and keeps the last refusal: at a login the library says that it failed, and only the server why.</summary>
internal sealed class LastRefusal : IProtocolLogger
{
    private const int Longest = 2000;

    /// <summary>Without the sign of refusal before it; null while there was none.</summary>
    public string? Words { get; private set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void LogConnect(Uri uri) => Words = null;

    public void LogClient(byte[] buffer, int offset, int count)
    {
        // What we say holds the secrets.
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        foreach (var line in Encoding.UTF8.GetString(buffer, offset, Math.Min(count, Longest)).Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("-ERR", StringComparison.OrdinalIgnoreCase))
                Words = line[4..].Trim();
            else if (line.Split(' ', 3) is [not "*", "NO" or "BAD", var words])
                Words = words.Trim();
        }
    }

    public void Dispose()
    {
        // Nothing is held open.
    }
}
