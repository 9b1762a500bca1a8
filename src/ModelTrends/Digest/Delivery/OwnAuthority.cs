using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ModelTrends.Digest.Delivery;

/// <summary>Trust in a certificate authority of one's own, for mail servers inside a house: the machine's list is not asked.</summary>
internal static class OwnAuthority
{
    /// <param name="file">PEM with the authority's certificate.</param>
    public static RemoteCertificateValidationCallback Trusting(string file)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return (_, certificate, _, errors) =>
        {
            if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
            // An authority inside a house has no list of revocations to ask.
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var own = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return chain.Build(own);
        };
    }
}
