using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelTrends.HuggingFace;

/// <summary>The Hub names large files by SHA-256 and small ones as Git does: SHA-1 over a head and the bytes.</summary>
internal static class FileHash
{
    private const int Sha256Digits = 64;
    private const int GitDigits = 40;

    /// <exception cref="HubTransportException">The text is neither.</exception>
    public static string Checked(string text) => text.Length is Sha256Digits or GitDigits && text.All(char.IsAsciiHexDigitLower)
        ? text
        : throw new HubTransportException("The Hub names a file by something that is no hash.");

    public static async Task<bool> IsAsync(string path, string hash, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        using var algorithm = IncrementalHash.CreateHash(hash.Length == Sha256Digits ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (hash.Length == GitDigits)
            algorithm.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {stream.Length}\0")));
        var buffer = new byte[1 << 20];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            algorithm.AppendData(buffer, 0, read);
        return string.Equals(Convert.ToHexStringLower(algorithm.GetHashAndReset()), hash, StringComparison.Ordinal);
    }
}
