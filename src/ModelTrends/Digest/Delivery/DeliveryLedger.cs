using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.Digest.Subscriptions;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Digest.Delivery;

/// <summary>The ledger's statements: enlist everybody, claim a few, mark each as soon as the server has answered.</summary>
public sealed class DeliveryLedger(NpgsqlDataSource dataSource, TimeProvider clock)
{
    /// <summary>Claims with an hourly limit take turns, so that two workers do not count the same room. Any number that nothing else uses.</summary>
    private const long HourLock = 7_305_001;

    private const int LongestAnswer = 500;

    public sealed record Claim(int SubscriberId, string MessageId, string Email, string Lang, bool StillWanted, string[] Countries, string[] Families);

    /// <param name="Next">When the next waiting mail may be tried.</param>
    /// <param name="PerSecond">Rate of the last minute; null when nothing was sent in it.</param>
    /// <param name="Trouble">Why nothing can be sent at the moment.</param>
    public sealed record Progress(long Waiting, long Sent, long Failed, long Cancelled, DateTimeOffset? Next, double? PerSecond, string? Trouble = null)
    {
        public TimeSpan? TimeLeft => Waiting == 0 ? TimeSpan.Zero : PerSecond is { } rate and > 0 ? TimeSpan.FromSeconds(Math.Ceiling(Waiting / rate)) : null;
    }

    public async Task EnlistAsync(DigestIssue issue, string domain, CancellationToken cancellationToken)
    {
        await using var command = Command("enlist.sql", issue.Id);
        command.Parameters.AddWithValue("monday", issue.Monday);
        command.Parameters.AddWithValue("week", issue.Week);
        command.Parameters.AddWithValue("domain", domain);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Claim>> ClaimAsync(int issueId, int most, TimeSpan lease, int? perHour, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (perHour is not null)
        {
            await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock(@key)", connection, transaction);
            turn.Parameters.AddWithValue("key", HourLock);
            await turn.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var command = new NpgsqlCommand(SqlFile.Read<DeliveryLedger>("claim.sql"), connection, transaction);
        command.Parameters.AddWithValue("issue_id", issueId);
        command.Parameters.AddWithValue("most", most);
        command.Parameters.Add(new NpgsqlParameter("per_hour", NpgsqlDbType.Bigint) { Value = perHour is { } limit ? (long)limit : DBNull.Value });
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("until", clock.GetUtcNow() + lease);
        var claims = new List<Claim>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                claims.Add(new Claim(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4) == nameof(SubscriberState.Confirmed), reader.GetFieldValue<string[]>(5), reader.GetFieldValue<string[]>(6)));
        }

        await transaction.CommitAsync(cancellationToken);
        return claims;
    }

    /// <returns>Which attempt this is; null: the mail is not this worker's to send.</returns>
    public async Task<int?> BeginAsync(int issueId, int subscriberId, byte[] tokenHash, TimeSpan tokenLasts, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var command = Command("begin.sql", issueId);
        command.Parameters.AddWithValue("subscriber_id", subscriberId);
        command.Parameters.AddWithValue("hash", tokenHash);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("until", clock.GetUtcNow() + lease);
        command.Parameters.AddWithValue("expires", clock.GetUtcNow() + tokenLasts);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    /// <param name="next">When to try again; only for <see cref="DeliveryState.Waiting"/>.</param>
    /// <param name="counts">False: the attempt failed through no fault of the recipient, and is given back.</param>
    public async Task MarkAsync(int issueId, Claim claim, DeliveryState state, string answer, DateTimeOffset? next, bool counts, CancellationToken cancellationToken)
    {
        // Servers like to repeat the address, and administrators read answers.
        var masked = answer.Replace(claim.Email, EmailAddress.Mask(claim.Email), StringComparison.OrdinalIgnoreCase);
        await using var command = Command("mark.sql", issueId);
        command.Parameters.AddWithValue("subscriber_id", claim.SubscriberId);
        command.Parameters.AddWithValue("state", state.ToString());
        command.Parameters.AddWithValue("answer", (masked.Length > LongestAnswer ? masked[..LongestAnswer] : masked).Replace('\0', ' '));
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        command.Parameters.AddWithValue("given_back", counts ? 0 : 1);
        command.Parameters.Add(new NpgsqlParameter("next", NpgsqlDbType.TimestampTz) { Value = (object?)next ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<Progress> ProgressAsync(int issueId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = Command("progress.sql", issueId);
        command.Parameters.AddWithValue("now", now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        DateTimeOffset? At(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
        // A run that began seconds ago is not slow: its time counts from its first mail.
        var rate = At(6) is { } first ? reader.GetInt64(5) / Math.Max(1, (now - first).TotalSeconds) : (double?)null;
        return new Progress(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), At(4), rate);
    }

    /// <summary>Claims that will not be sent now, for whoever comes next.</summary>
    public async Task ReleaseAsync(int issueId, IReadOnlyList<int> subscribers, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("update digest_delivery set claimed_until = null where issue_id = @issue_id and subscriber_id = any(@subscribers) and state = 'Waiting'");
        command.Parameters.AddWithValue("issue_id", issueId);
        command.Parameters.AddWithValue("subscribers", subscribers.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Mails that failed without their address being at fault wait again, as on the first day.</summary>
    /// <returns>How many.</returns>
    public async Task<int> TryFailedAgainAsync(int issueId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("""
            update digest_delivery d set state = 'Waiting', attempts = 0, next_attempt_at = @now, claimed_until = null
            from subscriber s
            where d.issue_id = @issue_id and d.state = 'Failed' and s.id = d.subscriber_id and s.state = 'Confirmed'
            """);
        command.Parameters.AddWithValue("issue_id", issueId);
        command.Parameters.AddWithValue("now", clock.GetUtcNow());
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string file, int issueId)
    {
        var command = dataSource.CreateCommand(SqlFile.Read<DeliveryLedger>(file));
        command.Parameters.AddWithValue("issue_id", issueId);
        return command;
    }
}
