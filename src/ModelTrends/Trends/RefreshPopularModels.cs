using ModelTrends.Data;
using ModelTrends.Platform.Pipeline;
using Npgsql;

namespace ModelTrends.Trends;

/// <summary>Keeps the list that search looks through first: the most downloaded models of any source's last day.</summary>
public sealed class RefreshPopularModels(NpgsqlDataSource dataSource) : IAfterObservation
{
    /// <summary>
    /// Nearly everything anybody looks for is among these; their words are what a slip of the pen is compared with.
    /// The rest of the Hub is found by beginnings and by rare words.
    /// </summary>
    private const int Most = 100_000;

    /// <summary>Enough for every word that more than a handful of popular names have.</summary>
    private const int MostWords = 50_000;

    public int Order => 900;

    public async Task RunAsync(ObservationChange change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(SqlFile.Read<RefreshPopularModels>("popular-models.sql"), connection, transaction)
        {
            // Three million models of a whole-Hub day are sorted once.
            CommandTimeout = 600,
        };
        command.Parameters.AddWithValue("most", Most);
        command.Parameters.AddWithValue("most_words", MostWords);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await TidyAsync("vacuum analyze popular_model, popular_word", cancellationToken);
        await TidyAsync("select gin_clean_pending_list('ix_model_name_trgm')", cancellationToken);
    }

    /// <summary>
    /// PostgreSQL writes new names behind its trigrams first, and every search reads all of them until somebody sorts them in; and an index
    /// answers alone only once it is known which of its rows everybody sees. Until it comes to that by itself search would be slower.
    /// </summary>
    private async Task TidyAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
