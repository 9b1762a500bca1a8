using System.Runtime.CompilerServices;
using ModelTrends.Data;
using ModelTrends.Domain.Counters;
using Npgsql;

namespace ModelTrends.Trends.Derive;

/// <summary>One model's counters in the order of their days. The lists are used again for the next model.</summary>
internal sealed class ModelReadings
{
    public int ModelId { get; set; }
    public DateOnly? Created { get; set; }
    public List<Reading> Downloads { get; } = [];
    public List<Reading> Likes { get; } = [];
    public DateOnly FirstDay { get; set; }

    public static async IAsyncEnumerable<ModelReadings> StreamAsync(
        NpgsqlConnection connection, int sourceId, DateOnly from, int[]? models, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read<ModelReadings>("readings.sql"), connection).With(("source_id", sourceId), ("from", from), ("models", models));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        ModelReadings? current = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt32(0);
            var day = reader.GetFieldValue<DateOnly>(1);
            if (current?.ModelId != id)
            {
                if (current is not null) yield return current;
                current ??= new ModelReadings();
                current.ModelId = id;
                current.FirstDay = day;
                current.Created = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateOnly>(4);
                current.Downloads.Clear();
                current.Likes.Clear();
            }

            if (!reader.IsDBNull(2)) current.Downloads.Add(new Reading(day, reader.GetInt64(2)));
            if (!reader.IsDBNull(3)) current.Likes.Add(new Reading(day, reader.GetInt32(3)));
        }

        if (current is not null) yield return current;
    }
}
