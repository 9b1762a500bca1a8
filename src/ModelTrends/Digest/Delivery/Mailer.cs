using Microsoft.Extensions.Options;
using MimeKit;
using ModelTrends.Platform;

namespace ModelTrends.Digest.Delivery;

/// <summary>Opens conversations with where mail goes, and knows who the mail is from.</summary>
public sealed class Mailer(IOptions<SmtpOptions> options, MailTokens tokens, IConfiguration configuration)
{
    private readonly Lazy<MailSignature> _signature = new(() => new MailSignature(options.Value));

    public SmtpOptions Options => options.Value;

    public MailboxAddress From => MailboxAddress.Parse(options.Value.From);

    /// <summary>False: messages become files, and the status page says so.</summary>
    public bool HasServer => !string.IsNullOrWhiteSpace(options.Value.Host);

    public string Folder => Path.Combine(Places.DataFolder(configuration), "mail");

    /// <summary>The site's address for links in mails: the setting, else the first address this process listens on.</summary>
    public string SiteUrl => (configuration["Site:PublicUrl"] is { Length: > 0 } set ? set : configuration["urls"]?.Split(';')[0] is { Length: > 0 } listening ? listening : "http://127.0.0.1:5080").TrimEnd('/');

    public IMailConnection Connect() => HasServer ? new SmtpConnection(options.Value, tokens, _signature.Value) : new MailFolder(Folder, _signature.Value);
}
