using System.ComponentModel.DataAnnotations;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest.Bounces;

/// <summary>Which protocol the mailbox is read by.</summary>
public enum MailboxProtocol { Imap, Pop3 }

/// <summary>Settings of section <c>Bounces</c>: the mailbox that <c>Smtp__BounceAddress</c> leads to. Without a host none is read.</summary>
public sealed class BounceOptions
{
    public const string Section = "Bounces";

    public string? Host { get; set; }

    public MailboxProtocol Protocol { get; set; } = MailboxProtocol.Imap;

    /// <summary>Absent: 993 for IMAP, 995 for POP3, which speak TLS from the start; on others TLS is asked for first.</summary>
    [Range(1, 65535)]
    public int? Port { get; set; }

    public string? User { get; set; }

    /// <summary>Never logged.</summary>
    public string? Password { get; set; }

    /// <summary>Instead of a password, where the server takes none.</summary>
    public MailOAuth OAuth { get; } = new();

    /// <summary>False: plain text, for a server on the same machine.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>PEM file with the certificate of an authority of one's own, trusted instead of the machine's list.</summary>
    public string? CaFile { get; set; }

    /// <summary>When the mailbox is read, as five cron fields in UTC. Notices come within minutes of a mail, the last after days.</summary>
    [RegularExpression(@"^\S+ \S+ \S+ \S+ \S+$", ErrorMessage = "Bounces__Cron has five fields: minute hour day month weekday.")]
    public string Cron { get; set; } = "*/10 * * * *";

    /// <summary>How long one command of the conversation may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What stands in no message to anybody.</summary>
    public IEnumerable<string> Secrets => new[] { Password, OAuth.ClientSecret, OAuth.RefreshToken }.OfType<string>().Where(secret => secret.Length > 0);

    public int PortOr(int secure) => Port ?? secure;
}
