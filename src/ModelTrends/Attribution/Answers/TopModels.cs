using ModelTrends.Data;
using ModelTrends.Data.Tables;
using Npgsql;

namespace ModelTrends.Attribution.Answers;

/// <summary>The most downloaded models of a lab or a family on the day of the totals. <see cref="Share"/> is the part that counts for it.</summary>
public sealed record TopModel(string Name, string? Generation, decimal Share, long? Downloads30d, int? Likes);

public sealed class TopModels(NpgsqlDataSource dataSource)
{
    /// <summary>A page's worth; the rest is in the leader boards and the CSV files.</summary>
    private const int Most = 20;

    public async Task<IReadOnlyList<TopModel>> ReadAsync(TotalsTable totals, Lens lens, string? labId, string? familyId, CancellationToken cancellationToken)
    {
        if (totals is not { Source: { } source, Day: { } day }) return [];
        await using var command = dataSource.CreateCommand(SqlFile.Read<TopModels>("top_models.sql"));
        command.Parameters.AddWithValue("source", source);
        command.Parameters.AddWithValue("day", day);
        command.Parameters.AddWithValue("lens", (short)lens);
        command.Parameters.Add(new NpgsqlParameter("lab", NpgsqlTypes.NpgsqlDbType.Text) { Value = labId ?? (object)DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("family", NpgsqlTypes.NpgsqlDbType.Text) { Value = familyId ?? (object)DBNull.Value });
        command.Parameters.AddWithValue("most", Most);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var models = new List<TopModel>();
        while (await reader.ReadAsync(cancellationToken))
        {
            models.Add(new TopModel(
                reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetDecimal(2),
                reader.IsDBNull(3) ? null : reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetInt32(4)));
        }

        return models;
    }
}
