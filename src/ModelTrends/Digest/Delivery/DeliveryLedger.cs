using ModelTrends.Data;
using ModelTrends.Data.Tables;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Digest.Delivery;

/// <summary>The ledger's statements: enlist everybody, claim a few, mark each as soon as the server has answered.</summary>
public sealed class DeliveryLedger(NpgsqlDataSource dataSource, TimeProvider clock)
{
    public sealed record Claim(int SubscriberId, string MessageId, string Email, string Lang, bool StillWanted, string[] Countries, string[] Families);

    public sealed record Progress(long Waiting, long Sent, long Failed, long Cancelled, DateTimeOffset? Next);

    public async Task EnlistAsync(DigestIssue issue, string domain, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<DeliveryLedger>("enlist.sql"));
        command.Parameters.AddWithValue("issue_id", issue.Id);
        command.Parameters.AddWithValue("monday", issue.Monday);
        command.Parameters.AddWithValue("week", issue.Week);
        command.Parameters.AddWithValue("domain", domain);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Claim>> ClaimAsync(int issueId, int most, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<DeliveryLedger>("claim.sql"));
        command.Parameters.AddWithValue("issue_id", issueId);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("until", clock.GetUtcNow() + lease);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var claims = new List<Claim>();
        while (await reader.ReadAsync(cancellationToken))
            claims.Add(new Claim(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4) == nameof(SubscriberState.Confirmed), reader.GetFieldValue<string[]>(5), reader.GetFieldValue<string[]>(6)));
        return claims;
    }

    /// <param name="next">When to try again; only for <see cref="DeliveryState.Waiting"/>.</param>
    public async Task MarkAsync(int issueId, int subscriberId, DeliveryState state, string answer, DateTimeOffset? next, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            update digest_delivery set state = @state, answer = @answer, claimed_until = null,
              sent_at = case when @state = 'Sent' then @now else sent_at end, next_attempt_at = coalesce(@next, next_attempt_at)
            where issue_id = @issue_id and subscriber_id = @subscriber_id and state = 'Waiting'
            """);
        command.Parameters.AddWithValue("issue_id", issueId);
        command.Parameters.AddWithValue("subscriber_id", subscriberId);
        command.Parameters.AddWithValue("state", state.ToString());
        command.Parameters.AddWithValue("answer", answer.Length > 500 ? answer[..500] : answer);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.Add(new NpgsqlParameter("next", NpgsqlDbType.TimestampTz) { Value = (object?)next ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<Progress> ProgressAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            select count(*) filter (where state = 'Waiting'), count(*) filter (where state = 'Sent'), count(*) filter (where state = 'Failed'),
              count(*) filter (where state = 'Cancelled'), min(greatest(next_attempt_at, coalesce(claimed_until, next_attempt_at))) filter (where state = 'Waiting')
            from digest_delivery where issue_id = @issue_id
            """);
        command.Parameters.AddWithValue("issue_id", issueId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new Progress(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4));
    }

    /// <summary>Claims that will not be sent now, for whoever comes next.</summary>
    public async Task ReleaseAsync(int issueId, IReadOnlyList<int> subscribers, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("update digest_delivery set claimed_until = null where issue_id = @issue_id and subscriber_id = any(@subscribers) and state = 'Waiting'");
        command.Parameters.AddWithValue("issue_id", issueId);
        command.Parameters.AddWithValue("subscribers", subscribers.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Which attempt this is; null: the mail is no longer this worker's.</returns>
    public async Task<int?> BeginAsync(int issueId, int subscriberId, byte[] tokenHash, TimeSpan tokenLasts, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<DeliveryLedger>("begin.sql"));
        command.Parameters.AddWithValue("issue_id", issueId);
        command.Parameters.AddWithValue("subscriber_id", subscriberId);
        command.Parameters.AddWithValue("hash", tokenHash);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("until", clock.GetUtcNow() + lease);
        command.Parameters.AddWithValue("expires", clock.GetUtcNow() + tokenLasts);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }
}
