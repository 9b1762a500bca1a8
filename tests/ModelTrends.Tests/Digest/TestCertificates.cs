using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ModelTrends.Tests.Digest;

/// <summary>An authority of the test's own and a certificate of it for this machine.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"mt-ca-{Guid.NewGuid():n}.pem");

    public TestCertificates()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        using var rootKey = RSA.Create(2048);
        var root = new CertificateRequest("CN=Test authority", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = root.CreateSelfSigned(from, to);
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, from, to.AddDays(-1), RandomNumberGenerator.GetBytes(8));
        using var withKey = signed.CopyWithPrivateKey(key);
        Server = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(_file, authority.ExportCertificatePem());
    }

    public X509Certificate2 Server { get; }

    public string AuthorityFile => _file;

    public void Dispose()
    {
        Server.Dispose();
        File.Delete(_file);
    }
}
