using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Cryptography;
using ModelTrends.Platform;

namespace ModelTrends.Digest.Delivery;

/// <summary>Opens conversations with where mail goes, and signs messages when there is a key.</summary>
public sealed class Mailer(IOptions<SmtpOptions> options, IConfiguration configuration)
{
    private readonly Lazy<DkimSigner?> _signer = new(() => Signer(options.Value));

    public SmtpOptions Options => options.Value;

    public MailboxAddress From => MailboxAddress.Parse(options.Value.From);

    /// <summary>False: messages become files, and the status page says so.</summary>
    public bool HasServer => !string.IsNullOrWhiteSpace(options.Value.Host);

    public string Folder => Path.Combine(Places.DataFolder(configuration), "mail");

    /// <summary>The site's address for links in mails.</summary>
    public string SiteUrl => (configuration["Site:PublicUrl"] ?? "http://127.0.0.1:5080").TrimEnd('/');

    public IMailConnection Connect() => HasServer ? new SmtpConnection(options.Value) : new MailFolder(Folder);

    public void Sign(MimeMessage message) =>
        _signer.Value?.Sign(message, [HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.ListUnsubscribe, HeaderId.ListUnsubscribePost]);

    private static DkimSigner? Signer(SmtpOptions options) => options.DkimKeyFile is null ? null : new DkimSigner(options.DkimKeyFile, options.DkimDomain ?? "", options.DkimSelector)
    {
        HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
    };
}
