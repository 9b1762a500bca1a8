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

    public void Add(MimeMessage message)
    {
        using var bytes = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, bytes);
        var text = Encoding.Latin1.GetString(bytes.ToArray());
        _mails.Add(new StoredMail(_mails.Count + 1, message.Subject ?? "", text, text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)]));
    }

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
            await SayAsync(stream, conversation.Answer(line));
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

    public abstract string Answer(string line);

    public void Secured() => WantsTls = false;
}
