using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;

namespace ModelTrends.Digest.Bounces;

/// <summary>The inbox over IMAP: what is left for people is marked as seen and passed by.</summary>
public sealed class ImapMailbox(BounceOptions options) : IMailbox
{
    private const int SecurePort = 993;

    /// <summary>A look reads so many headers at most; the next goes on.</summary>
    private const int Most = 1000;

    private readonly ImapClient _client = new();

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await MailboxSecurity.ConnectAsync(_client, options, SecurePort, cancellationToken);
        await _client.Inbox.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
    }

    public async Task<IReadOnlyList<Letter>> ListAsync(CancellationToken cancellationToken)
    {
        var letters = new List<Letter>();
        foreach (var id in (await _client.Inbox.SearchAsync(SearchQuery.NotSeen.And(SearchQuery.NotDeleted), cancellationToken)).Take(Most))
            letters.Add(new Letter(0, id.ToString(), DeliveryNotice.IsOne(await _client.Inbox.GetHeadersAsync(id, cancellationToken))));
        return letters;
    }

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
