using System.ComponentModel.DataAnnotations;

namespace ModelTrends.Digest.Delivery;

/// <summary>Settings of section <c>Smtp</c>. Without a host, messages are written as .eml files into the data folder.</summary>
public sealed class SmtpOptions
{
    public const string Section = "Smtp";

    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    public string? User { get; set; }

    /// <summary>Never logged.</summary>
    public string? Password { get; set; }

    /// <summary>Instead of a password, where the server takes none.</summary>
    public MailOAuth OAuth { get; } = new();

    /// <summary>Name and address the mail comes from.</summary>
    [Required]
    public string From { get; set; } = "ModelTrends <digest@modeltrends.example>";

    /// <summary>True: STARTTLS is required (or TLS from the start on port 465). False: plain text, for a catcher on the same machine.</summary>
    public bool UseTls { get; set; } = true;

    /// <summary>PEM file with the certificate of an authority of one's own, trusted instead of the machine's list.</summary>
    public string? CaFile { get; set; }

    /// <summary>How long one command of the conversation may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a worker holds the mails it took; a dead worker's are free after it. A conversation about one mail ends in three quarters of it.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Connections at a time; more than a handful looks like an attack to most servers.</summary>
    [Range(1, 20)]
    public int Connections { get; set; } = 4;

    /// <summary>Messages a second over all connections of one worker.</summary>
    [Range(1, 10_000)]
    public int PerSecond { get; set; } = 500;

    /// <summary>Messages an hour over all workers, counted in the ledger, so that a restart does not begin anew; none: no such limit.</summary>
    [Range(1, 10_000_000)]
    public int? PerHour { get; set; }

    /// <summary>Attempts after temporary refusals before a message counts as failed: with the waits below about two days, as mail servers do it.</summary>
    [Range(1, 50)]
    public int Attempts { get; set; } = 16;

    /// <summary>The first wait after a temporary refusal; it doubles each time, up to six hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "06:00:00")]
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The issue pauses when this share of the last <see cref="PauseAfter"/> answers was a refusal for good.</summary>
    [Range(0.01, 1.0)]
    public double PauseShare { get; set; } = 0.3;

    /// <summary>Answers that are looked back upon; fewer never pause an issue.</summary>
    [Range(1, 100_000)]
    public int PauseAfter { get; set; } = 50;

    /// <summary>
    /// Where servers report what they could not deliver (the envelope's sender); absent: the sender. With {mail} in it (bounces+{mail}@example.org)
    /// each mail has its own, for mailboxes that take such addresses.
    /// </summary>
    public string? BounceAddress { get; set; }

    /// <summary>PEM file with the private DKIM key; with it every message is signed.</summary>
    public string? DkimKeyFile { get; set; }

    /// <summary>Absent: the sender's domain.</summary>
    public string? DkimDomain { get; set; }

    public string DkimSelector { get; set; } = "modeltrends";
}
