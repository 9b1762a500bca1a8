using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;
using ModelTrends.Digest.Delivery;

namespace ModelTrends.Digest.Bounces;

/// <summary>The inbox over IMAP: what is left for people is marked as seen and passed by.</summary>
public sealed class ImapMailbox : IMailbox
{
    private const int SecurePort = 993;

    /// <summary>A look reads so many letters at most; the next goes on.</summary>
    private const int Most = 1000;

    private readonly BounceOptions _options;
    private readonly MailTokens _tokens;
    private readonly LastRefusal _refusal = new();
    private readonly ImapClient _client;

    public ImapMailbox(BounceOptions options, MailTokens tokens)
    {
        (_options, _tokens) = (options, tokens);
        _client = new ImapClient(_refusal);
    }

    public bool IsConnected => _client.IsConnected;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await MailboxSecurity.ConnectAsync(_client, _options, _tokens, _refusal, SecurePort, cancellationToken);
        await _client.Inbox.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
    }

    public async Task<IReadOnlyList<Letter>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _client.Inbox.SearchAsync(SearchQuery.NotSeen.And(SearchQuery.NotDeleted), cancellationToken)).Take(Most).Select(id => new Letter(0, id.ToString()))];

    public async Task<bool> MayBeNoticeAsync(Letter letter, CancellationToken cancellationToken) => DeliveryNotice.MayBeOne(await _client.Inbox.GetHeadersAsync(Id(letter), cancellationToken));

    public Task<MimeMessage> ReadAsync(Letter letter, CancellationToken cancellationToken) => _client.Inbox.GetMessageAsync(Id(letter), cancellationToken);

    public Task RemoveAsync(Letter letter, CancellationToken cancellationToken) => _client.Inbox.AddFlagsAsync(Id(letter), MessageFlags.Deleted | MessageFlags.Seen, silent: true, cancellationToken);

    public Task LeaveAsync(Letter letter, CancellationToken cancellationToken) => _client.Inbox.AddFlagsAsync(Id(letter), MessageFlags.Seen, silent: true, cancellationToken);

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _client.Inbox.CloseAsync(expunge: true, cancellationToken);
        await _client.DisconnectAsync(quit: true, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static UniqueId Id(Letter letter) => UniqueId.Parse(letter.Name);
}
