using MimeKit;
using MimeKit.Cryptography;

namespace ModelTrends.Digest.Delivery;

/// <summary>DKIM (RFC 6376), when there is a key. The headers that RFC 8058 wants covered are among the signed ones.</summary>
public sealed class MailSignature
{
    private static readonly HeaderId[] Covered =
    [
        HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.MimeVersion, HeaderId.ContentType,
        HeaderId.ListId, HeaderId.ListUnsubscribe, HeaderId.ListUnsubscribePost,
    ];

    private readonly DkimSigner? _signer;

    public MailSignature(SmtpOptions options) => _signer = options.DkimKeyFile is not { Length: > 0 } file ? null : new DkimSigner(file, Domain(options), options.DkimSelector)
    {
        HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        AgentOrUserIdentifier = "@" + Domain(options),
    };

    /// <param name="format">As it will be written: the signature covers those bytes.</param>
    public void Sign(MimeMessage message, FormatOptions format)
    {
        if (_signer is null)
            return;
        message.Headers.RemoveAll(HeaderId.DkimSignature);
        message.Prepare(EncodingConstraint.SevenBit);
        _signer.Sign(format, message, [.. Covered.Where(message.Headers.Contains)]);
    }

    private static string Domain(SmtpOptions options) => string.IsNullOrWhiteSpace(options.DkimDomain) ? MailboxAddress.Parse(options.From).Domain : options.DkimDomain;
}
