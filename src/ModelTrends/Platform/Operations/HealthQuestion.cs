using ModelTrends.Platform.Postgres;
using Npgsql;

namespace ModelTrends.Platform.Operations;

/// <summary>One question to the database that ends in time, whatever state the server is in.</summary>
public static class HealthQuestion
{
    /// <summary>Who watches asks every few seconds and waits 3 at most.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <exception cref="TimeoutException">There was no answer in time; a server that hangs does not hold up who asks.</exception>
    public static Task<object?> AskAsync(IConfiguration configuration, string sql, TimeProvider clock, CancellationToken cancellationToken) =>
        AskAsync(configuration[DatabaseServer.Setting]!, sql).WaitAsync(Longest, clock, cancellationToken);

    private static async Task<object?> AskAsync(string connectionString, string sql)
    {
        var brief = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 2, CommandTimeout = 2 };
        await using var connection = new NpgsqlConnection(brief.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
