using System.Collections.Concurrent;
using MailKit.Net.Pop3;
using MimeKit;

namespace ModelTrends.Digest.Bounces;

/// <summary>POP3 keeps no mark on what was looked at, so this process remembers the names; after a restart it looks once more.</summary>
public sealed class Pop3Mailbox(BounceOptions options) : IMailbox
{
    private const int SecurePort = 995;

    /// <summary>A look reads so many headers at most; the next goes on.</summary>
    private const int Most = 1000;

    private static readonly ConcurrentDictionary<string, bool> LookedAt = new(StringComparer.Ordinal);

    private readonly Pop3Client _client = new();

    public Task OpenAsync(CancellationToken cancellationToken) => MailboxSecurity.ConnectAsync(_client, options, SecurePort, cancellationToken);

    public async Task<IReadOnlyList<Letter>> ListAsync(CancellationToken cancellationToken)
    {
        var names = _client.Capabilities.HasFlag(Pop3Capabilities.UIDL) && _client.Count > 0 ? await _client.GetMessageUidsAsync(cancellationToken) : [.. Enumerable.Range(0, _client.Count).Select(_ => "")];
        var letters = new List<Letter>();
        for (var index = 0; index < names.Count && letters.Count < Most; index++)
        {
            if (names[index].Length == 0 || !LookedAt.ContainsKey(Key(names[index])))
                letters.Add(new Letter(index, names[index], await IsNoticeAsync(index, cancellationToken)));
        }

        return letters;
    }

    public Task<MimeMessage> ReadAsync(Letter letter, CancellationToken cancellationToken) => _client.GetMessageAsync(letter.Index, cancellationToken);

    public Task RemoveAsync(Letter letter, CancellationToken cancellationToken) => _client.DeleteMessageAsync(letter.Index, cancellationToken);

    public Task LeaveAsync(Letter letter, CancellationToken cancellationToken)
    {
        LookedAt[Key(letter.Name)] = true;
        return Task.CompletedTask;
    }

    /// <summary>QUIT, or the server keeps what was removed.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => _client.DisconnectAsync(quit: true, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The library loses the last header of those that are asked for alone; without a type, the whole message tells.</summary>
    private async Task<bool> IsNoticeAsync(int index, CancellationToken cancellationToken)
    {
        var headers = await _client.GetMessageHeadersAsync(index, cancellationToken);
        if (headers.Contains(HeaderId.ContentType))
            return DeliveryNotice.IsOne(headers);
        using var message = await _client.GetMessageAsync(index, cancellationToken);
        return message.Body is { } body && DeliveryNotice.IsOne(body.Headers);
    }

    private string Key(string name) => $"{options.Host}:{options.PortOr(SecurePort)}/{options.User}/{name}";
}
