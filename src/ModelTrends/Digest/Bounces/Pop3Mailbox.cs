using System.Collections.Concurrent;
using MailKit.Net.Pop3;
using MimeKit;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest.Bounces;

/// <summary>POP3 keeps no mark on what was looked at, so this process remembers the names; after a restart it looks once more.</summary>
public sealed class Pop3Mailbox : IMailbox
{
    private const int SecurePort = 995;

    /// <summary>A look reads so many letters at most; the next goes on.</summary>
    private const int Most = 1000;

    private static readonly ConcurrentDictionary<string, bool> LookedAt = new(StringComparer.Ordinal);

    private readonly BounceOptions _options;
    private readonly MailTokens _tokens;
    private readonly LastRefusal _refusal = new();
    private readonly Pop3Client _client;

    public Pop3Mailbox(BounceOptions options, MailTokens tokens)
    {
        (_options, _tokens) = (options, tokens);
        _client = new Pop3Client(_refusal);
    }

    public bool IsConnected => _client.IsConnected;

    public Task OpenAsync(CancellationToken cancellationToken) => MailboxSecurity.ConnectAsync(_client, _options, _tokens, _refusal, SecurePort, cancellationToken);

    public async Task<IReadOnlyList<Letter>> ListAsync(CancellationToken cancellationToken)
    {
        var names = _client.Capabilities.HasFlag(Pop3Capabilities.UIDL) && _client.Count > 0 ? await _client.GetMessageUidsAsync(cancellationToken) : [.. Enumerable.Range(0, _client.Count).Select(_ => "")];
        return [.. names.Select((name, index) => new Letter(index, name)).Where(letter => letter.Name.Length == 0 || !LookedAt.ContainsKey(Key(letter.Name))).Take(Most)];
    }

    /// <summary>The library loses the last header of those that are asked for alone; where a decisive one may be it, the whole message tells.</summary>
    public async Task<bool> MayBeNoticeAsync(Letter letter, CancellationToken cancellationToken)
    {
        var headers = await _client.GetMessageHeadersAsync(letter.Index, cancellationToken);
        if (DeliveryNotice.MayBeOne(headers) || (headers.Contains(HeaderId.ContentType) && headers.Contains(HeaderId.From) && headers.Contains(HeaderId.Subject)))
            return DeliveryNotice.MayBeOne(headers);
        using var message = await _client.GetMessageAsync(letter.Index, cancellationToken);
        return DeliveryNotice.MayBeOne(message.Headers) || (message.Body is { } body && DeliveryNotice.MayBeOne(body.Headers));
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

    private string Key(string name) => $"{_options.Host}:{_options.PortOr(SecurePort)}/{_options.User}/{name}";
}
