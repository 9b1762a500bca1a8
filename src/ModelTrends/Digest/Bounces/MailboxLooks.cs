using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ModelTrends.Data;
using ModelTrends.Data.Tables;

namespace ModelTrends.Digest.Bounces;

/// <summary>Remembers how looking into the mailbox went, for the desk: a worker looks, the site shows.</summary>
public sealed class MailboxLooks(ModelTrendsDb db, IOptions<BounceOptions> options, TimeProvider clock)
{
    private const int LongestTrouble = 500;

    private string Name => $"{options.Value.Protocol.ToString().ToLowerInvariant()}://{options.Value.User}@{options.Value.Host}{(options.Value.Port is { } port ? $":{port}" : "")}";

    public bool HasMailbox => !string.IsNullOrWhiteSpace(options.Value.Host);

    public Task ReadAsync(CancellationToken cancellationToken) => StoreAsync(null, cancellationToken);

    /// <param name="words">The server's; secrets are taken out, whoever repeated them.</param>
    public Task FailedAsync(string words, CancellationToken cancellationToken)
    {
        foreach (var secret in options.Value.Secrets)
            words = words.Replace(secret, "…", StringComparison.Ordinal);
        return StoreAsync(BounceIntake.Shown(words, LongestTrouble), cancellationToken);
    }

    /// <returns>Null: there is no mailbox, or nobody has looked yet.</returns>
    public Task<MailboxLook?> LastAsync(CancellationToken cancellationToken)
    {
        var name = Name;
        return db.Set<MailboxLook>().AsNoTracking().SingleOrDefaultAsync(look => look.Mailbox == name, cancellationToken);
    }

    private async Task StoreAsync(string? trouble, CancellationToken cancellationToken)
    {
        var (name, now) = (Name, clock.GetUtcNow());
        DateTimeOffset? read = trouble is null ? now : null;
        DateTimeOffset? since = trouble is null ? null : now;
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into mailbox_look as m (mailbox, looked_at, read_at, trouble, trouble_since) values ({name}, {now}, {read}, {trouble}, {since})
            on conflict (mailbox) do update set looked_at = excluded.looked_at, read_at = coalesce(excluded.read_at, m.read_at), trouble = excluded.trouble,
              trouble_since = case when excluded.trouble is null then null else coalesce(m.trouble_since, excluded.trouble_since) end
            """, cancellationToken);
    }
}
