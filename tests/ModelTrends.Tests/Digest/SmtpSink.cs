using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace ModelTrends.Tests.Digest;

/// <summary>A mail server of our own: it keeps what it accepts, speaks TLS and asks for a login when told to, and fails where it is told to.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="port">0: any free one.</param>
    public SmtpSink(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<MimeMessage> Messages { get; } = new();

    /// <summary>Envelopes as they came: sender, recipient.</summary>
    public ConcurrentQueue<(string From, string To)> Envelopes { get; } = new();

    /// <summary>The answer to RCPT TO for an address: null accepts it.</summary>
    public Func<string, string?> OnRecipient { get; set; } = _ => null;

    /// <summary>The answer to MAIL FROM: null accepts it.</summary>
    public Func<string?> OnSender { get; set; } = () => null;

    /// <summary>The answer after the message: null accepts it.</summary>
    public Func<string?> OnData { get; set; } = () => null;

    /// <summary>True: the connection is dropped after DATA, before the answer.</summary>
    public Func<bool> DropAfterData { get; set; } = () => false;

    /// <summary>How long the answer to the message takes.</summary>
    public Func<TimeSpan> Pause { get; set; } = () => TimeSpan.Zero;

    /// <summary>With one, STARTTLS is offered and nothing else taken before it.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>With one, mail is taken only after AUTH PLAIN.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>With one, mail is taken only after AUTH XOAUTH2 with this token.</summary>
    public (string User, Func<string> Token)? TokenLogin { get; set; }

    /// <summary>RFC 3461 is offered, and the envelope's id kept.</summary>
    public bool TakesEnvelopeIds { get; set; }

    public ConcurrentQueue<string> EnvelopeIds { get; } = new();

    /// <summary>The end of the answer to a message that is taken: a relay's own id.</summary>
    public Func<string>? KeptAs { get; set; }

    public bool TakesOtherLetters { get; set; }

    /// <summary>Conversations that went on encrypted.</summary>
    public int Encrypted { get; private set; }

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
                _ = ConverseAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            await using var stream = client.GetStream();
            await SayAsync(stream, "220 sink");
            if (await ConverseAsync(stream, Certificate is not null))
            {
                await using var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(Certificate!);
                Encrypted++;
                await ConverseAsync(secure, offersTls: false);
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The other side, or the test, has hung up.
        }
    }

    /// <returns>True when the other side wants TLS now.</returns>
    private async Task<bool> ConverseAsync(Stream stream, bool offersTls)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var (known, from, to) = (Login is null && TokenLogin is null, "", "");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, string.Concat(new[] { offersTls ? "250-STARTTLS\r\n" : "", !offersTls && Login is not null ? "250-AUTH PLAIN\r\n" : "", TokenLogin is null ? "" : "250-AUTH XOAUTH2\r\n", TakesEnvelopeIds ? "250-DSN\r\n" : "", TakesOtherLetters ? "250-SMTPUTF8\r\n250-8BITMIME\r\n" : "", "250 ENHANCEDSTATUSCODES" }));
                    break;
                case "STARTTLS" when offersTls:
                    await SayAsync(stream, "220 go on");
                    return true;
                case "AUTH" when TokenLogin is var (user, token):
                    known = line == "AUTH XOAUTH2 " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"user={user}\u0001auth=Bearer {token()}\u0001\u0001"));
                    await SayAsync(stream, known ? "235 2.7.0 welcome" : "535 5.7.8 this token is not valid");
                    break;
                case "AUTH":
                    known = line == "AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Login?.User}\0{Login?.Password}"));
                    await SayAsync(stream, known ? "235 2.7.0 welcome" : "535 5.7.8 wrong user or password");
                    break;
                case "MAIL" when !known || offersTls:
                    await SayAsync(stream, "530 5.7.0 not before STARTTLS and AUTH");
                    break;
                case "MAIL":
                    from = Inside(line);
                    if (line.Split("ENVID=") is [_, var id])
                        EnvelopeIds.Enqueue(id.Split(' ')[0]);
                    await SayAsync(stream, OnSender() ?? "250 ok");
                    break;
                case "RCPT":
                    to = Inside(line);
                    await SayAsync(stream, OnRecipient(to) ?? "250 ok");
                    break;
                case "DATA":
                    if (!await TakeAsync(stream, reader, (from, to)))
                        return false;
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return false;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }

        return false;
    }

    private async Task<bool> TakeAsync(Stream stream, StreamReader reader, (string From, string To) envelope)
    {
        await SayAsync(stream, "354 go on");
        var message = await ReadDataAsync(reader);
        await Task.Delay(Pause(), _stop.Token);
        if (DropAfterData())
            return false;
        if (OnData() is { } refusal)
        {
            await SayAsync(stream, refusal);
            return true;
        }

        Messages.Enqueue(message);
        Envelopes.Enqueue(envelope);
        await SayAsync(stream, "250 kept as " + (KeptAs?.Invoke() ?? Messages.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return true;
    }

    private async Task<MimeMessage> ReadDataAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(text.ToString())));
    }

    private static string Inside(string line) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]));

    private static async Task SayAsync(Stream stream, string line)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
        await stream.FlushAsync();
    }
}
