using Npgsql;

namespace ModelTrends.Charts.Files;

/// <summary>Where numbers come from, and what those who recorded them ask for.</summary>
public sealed record SourceCredit(string Key, string Title, string? Url, string? Licence, string? Credit)
{
    public bool IsArchive => Key.StartsWith("archive:", StringComparison.Ordinal);

    /// <summary>A text that names archives by their keys, with their titles instead.</summary>
    public static string Titled(string text, IEnumerable<SourceCredit> sources) =>
        sources.Where(source => source.IsArchive).Aggregate(text, (words, source) => words.Replace(source.Key, source.Title, StringComparison.Ordinal));

    public static async Task<IReadOnlyList<SourceCredit>> ReadAsync(NpgsqlDataSource database, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select key, title, url, licence, credit from source where key = any(@keys) order by key");
        command.Parameters.AddWithValue("keys", keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var credits = new List<SourceCredit>();
        while (await reader.ReadAsync(cancellationToken))
            credits.Add(new SourceCredit(reader.GetString(0), reader.GetString(1), Text(2), Text(3), Text(4)));
        return credits;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
