using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ModelTrends.Benchmarks;

/// <summary>A mail server that takes everything and keeps nothing but the Message-IDs.</summary>
internal sealed class MailCounter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _taken;
    private long _bytes;

    public MailCounter()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Taken => _taken;

    public long Bytes => _bytes;

    /// <summary>How often each Message-ID came.</summary>
    public ConcurrentDictionary<string, int> Ids { get; } = new(StringComparer.Ordinal);

    public void Forget()
    {
        Ids.Clear();
        (_taken, _bytes) = (0, 0);
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
            using var reader = new StreamReader(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, 64 * 1024);
            await SayAsync(stream, "220 counter");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line == "DATA")
                {
                    await SayAsync(stream, "354 go on");
                    await TakeAsync(reader);
                }

                await SayAsync(stream, line == "QUIT" ? "221 bye" : "250 ok");
            }
        }
        catch (Exception end) when (end is IOException or OperationCanceledException or SocketException)
        {
            // A killed sender hangs up in the middle; what was not ended with a dot was not taken.
        }
    }

    private async Task TakeAsync(StreamReader reader)
    {
        string? id = null;
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line == ".")
            {
                Ids.AddOrUpdate(id ?? "none", 1, (_, times) => times + 1);
                Interlocked.Increment(ref _taken);
                return;
            }

            Interlocked.Add(ref _bytes, line.Length + 2);
            if (id is null && line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))
                id = line["Message-Id:".Length..].Trim();
        }

        throw new IOException("The sender hung up within a message.");
    }

    private static async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"));
}
