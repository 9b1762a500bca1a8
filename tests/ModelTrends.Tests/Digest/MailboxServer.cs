using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;
using ModelTrends.Digest.Bounces;

namespace ModelTrends.Tests.Digest;

/// <summary>A mailbox of our own over a real socket, as much POP3 (RFC 1939) and IMAP (RFC 3501) as a reader of bounces speaks.</summary>
internal sealed class MailboxServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly MailboxProtocol _protocol;
    private readonly (string User, string Password) _login;
    private readonly List<StoredMail> _mails = [];
    private readonly Task _accepting;

    public MailboxServer(MailboxProtocol protocol, string user, string password)
    {
        (_protocol, _login) = (protocol, (user, password));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>With one, STLS or STARTTLS is offered.</summary>
    public X509Certificate2? Certificate { get; init; }

    public bool Encrypted { get; private set; }

    public IReadOnlyList<string> Subjects => [.. _mails.Select(mail => mail.Subject)];

    /// <summary>With one, the login is this token (XOAUTH2) and no password is taken.</summary>
    public Func<string>? Token { get; init; }

    /// <summary>What the server does when it is asked for a letter: null gives it, "" hangs up, a text is its refusal.</summary>
    public Func<string, string?> OnFetch { get; set; } = _ => null;

    public void Add(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, bytes);
        Add(message.Subject ?? "", Encoding.Latin1.GetString(bytes.ToArray()));
    }

    /// <summary>Byte for byte, whatever it is.</summary>
    public void Add(string letter)
    {
        using var parsed = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(letter)));
        Add(parsed.Subject ?? "", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(letter.ReplaceLineEndings("\r\n"))));
    }

    private void Add(string subject, string text) =>
        _mails.Add(new StoredMail(_mails.Count + 1, subject, text, text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)]));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ConverseAsync(client.GetStream());
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
            {
                if (_stop.IsCancellationRequested)
                    return;
            }
        }
    }

    private async Task ConverseAsync(Stream stream)
    {
        MailboxConversation conversation = _protocol == MailboxProtocol.Pop3 ? new Pop3Conversation(_mails, _login, Certificate is not null) : new ImapConversation(_mails, _login, Certificate is not null);
        (conversation.Token, conversation.OnFetch) = (Token, OnFetch);
        await SayAsync(stream, conversation.Greeting);
        if (!await ConverseAsync(stream, conversation))
            return;
        await using var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(Certificate!);
        Encrypted = true;
        conversation.Secured();
        await ConverseAsync(secure, conversation);
    }

    /// <returns>True when the other side wants TLS now.</returns>
    private async Task<bool> ConverseAsync(Stream stream, MailboxConversation conversation)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var answer = conversation.Answer(line);
            if (answer.Length == 0)
                return false;
            await SayAsync(stream, answer);
            if (conversation.Ended || conversation.WantsTls)
                return conversation.WantsTls;
        }

        return false;
    }

    private static async Task SayAsync(Stream stream, string text)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        await stream.FlushAsync();
    }
}

internal sealed record StoredMail(int Uid, string Subject, string Text, string Headers)
{
    public bool Seen { get; set; }

    public bool Deleted { get; set; }
}

/// <summary>One session: a line in, an answer out.</summary>
internal abstract class MailboxConversation
{
    public abstract string Greeting { get; }

    public bool Ended { get; protected set; }

    public bool WantsTls { get; protected set; }

    public Func<string>? Token { get; set; }

    public Func<string, string?> OnFetch { get; set; } = _ => null;

    /// <returns>Empty: the server hangs up.</returns>
    public abstract string Answer(string line);

    /// <summary>XOAUTH2 as Google and Microsoft describe it.</summary>
    protected bool Knows(string user, string response) =>
        Token is not null && response == Convert.ToBase64String(Encoding.UTF8.GetBytes($"user={user}\u0001auth=Bearer {Token()}\u0001\u0001"));

    public void Secured() => WantsTls = false;
}
