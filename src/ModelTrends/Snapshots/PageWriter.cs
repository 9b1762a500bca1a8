using ModelTrends.Data;
using ModelTrends.Data.Tables;
using ModelTrends.HuggingFace;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Snapshots;

/// <summary>Stores pages: binary COPY into a temporary table, then one set-wise statement, together with the set's cursor, in one transaction.</summary>
public sealed class PageWriter(NpgsqlConnection connection, ObservationSet set, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Two polls that update the same models in another order can stop each other; one of them starts its page again.</summary>
    private const int DeadlocksBorne = 5;

    private const string Copy =
        """
        copy staged_page (hub_id, name, namespace, created_at, pipeline_tag, library_name, parameters, base_relation, base_names, base_hub_ids,
          downloads_30d, downloads_all_time, likes, trending_rank, trending_score) from stdin (format binary)
        """;

    public static async Task<PageWriter> OpenAsync(NpgsqlDataSource dataSource, ObservationSet set, TimeProvider clock, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Read<PageWriter>("stage-page.sql"), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new PageWriter(connection, set, clock);
    }

    /// <summary>Consecutive pages, oldest first. The last page of the scope completes the set in the same transaction.</summary>
    public async Task WriteAsync(IReadOnlyList<HubPage> pages, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteOnceAsync(pages, cancellationToken);
                return;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < DeadlocksBorne)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), clock, cancellationToken);
            }
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task WriteOnceAsync(IReadOnlyList<HubPage> pages, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await CopyAsync(pages, cancellationToken);
        await ExecuteAsync("store-page.sql", cancellationToken,
            new("day", set.Day), new("set_id", set.Id), new("pages", pages.Count), new("requests", pages.Sum(page => page.Requests)),
            new("skipped", pages.Sum(page => page.Faults.Count)), new("cursor", NpgsqlDbType.Text) { Value = (object?)pages[^1].NextCursor ?? DBNull.Value });
        if (pages[^1].NextCursor is null)
        {
            await ExecuteAsync("complete-set.sql", cancellationToken,
                new("day", set.Day), new("set_id", set.Id), new("is_walk", set.Scope == PollScope.Hub), new("now", clock.GetUtcNow()));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task CopyAsync(IReadOnlyList<HubPage> pages, CancellationToken cancellationToken)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        await using var importer = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var model in pages.SelectMany(page => page.Models).Where(model => written.Add(model.Id)))
        {
            await importer.StartRowAsync(cancellationToken);
            await importer.WriteAsync(model.Id, NpgsqlDbType.Text, cancellationToken);
            await importer.WriteAsync(model.Name, NpgsqlDbType.Text, cancellationToken);
            await importer.WriteAsync(Namespace(model.Name), NpgsqlDbType.Text, cancellationToken);
            await Nullable(model.CreatedAt, NpgsqlDbType.TimestampTz);
            await Nullable(model.PipelineTag, NpgsqlDbType.Text);
            await Nullable(model.LibraryName, NpgsqlDbType.Text);
            await Nullable(model.Parameters, NpgsqlDbType.Bigint);
            await Nullable(model.BaseRelation, NpgsqlDbType.Text);
            await importer.WriteAsync(model.BaseNames, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
            await importer.WriteAsync(model.BaseIds, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
            await Nullable(model.Downloads, NpgsqlDbType.Bigint);
            await Nullable(model.DownloadsAllTime, NpgsqlDbType.Bigint);
            await Nullable(model.Likes, NpgsqlDbType.Integer);
            await Nullable(model.TrendingRank, NpgsqlDbType.Integer);
            await Nullable(model.TrendingScore, NpgsqlDbType.Double);
        }

        await importer.CompleteAsync(cancellationToken);

        Task Nullable<T>(T value, NpgsqlDbType type) => value is null ? importer.WriteNullAsync(cancellationToken) : importer.WriteAsync(value, type, cancellationToken);
    }

    private async Task ExecuteAsync(string file, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read<PageWriter>(file), connection)
        {
            // Completing a whole-Hub walk compares three million models; the default 30 seconds are for questions.
            CommandTimeout = 1800,
        };
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Namespace(string name) => name.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? name[..end].ToLowerInvariant() : "";
}
