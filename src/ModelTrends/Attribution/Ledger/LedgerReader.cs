using ModelTrends.Domain.Lineage;
using Npgsql;

namespace ModelTrends.Attribution.Ledger;

/// <summary>Reads what the ledger is computed from, and fingerprints of what stands in it.</summary>
internal static class LedgerReader
{
    /// <summary>A walk over 3 million rows; the default of 30 seconds is for questions, not for this.</summary>
    private const int TimeoutSeconds = 900;

    public static async Task<LineageGraph> ReadGraphAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var models = new LineageModels();
        await using (var command = new NpgsqlCommand(
            """
            -- Half of the Hub declares no base: an empty array costs as much to read as a full one.
            select id, hub_id, name, (created_at at time zone 'UTC')::date, first_seen, state = 'Listed', nullif(base_names, '{}'), nullif(base_hub_ids, '{}')
            from model order by id
            """,
            connection) { CommandTimeout = TimeoutSeconds })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            ReadModels(reader, models, cancellationToken);
        }

        var history = new List<FormerName>();
        await using (var command = new NpgsqlCommand("select n.name, n.model_id from model_name n join model m on m.id = n.model_id where m.name <> n.name", connection) { CommandTimeout = TimeoutSeconds })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                history.Add(new FormerName(reader.GetString(0), reader.GetInt32(1)));
        }

        return LineageGraph.Build(models, history);
    }

    /// <summary>Not asynchronous: rows come faster than they could be waited for one by one.</summary>
    private static void ReadModels(NpgsqlDataReader reader, LineageModels models, CancellationToken cancellationToken)
    {
        while (reader.Read())
        {
            string[] bases = reader.IsDBNull(6) ? [] : reader.GetFieldValue<string[]>(6);
            string[] ids = reader.IsDBNull(7) ? [] : reader.GetFieldValue<string[]>(7);
            models.Add(new LineageModel(
                reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateOnly>(3),
                reader.GetBoolean(5), bases, ids) { FirstSeen = reader.GetFieldValue<DateOnly>(4) });
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// The sum of the fingerprints of all standing rows of a model, by the model's place in the graph (which is in the order of ids);
    /// sums do not depend on the order of rows. Zero: nothing stands.
    /// </summary>
    public static async Task<(long[] Origin, long[] Publisher)> ReadFingerprintsAsync(NpgsqlConnection connection, LineageGraph graph, CancellationToken cancellationToken)
    {
        var places = new int[graph.Count];
        for (var index = 0; index < places.Length; index++) places[index] = graph.IdOf(index);
        var origin = new long[graph.Count];
        var publisher = new long[graph.Count];
        await using var command = new NpgsqlCommand(
            """
            select model_id, lens, lab_id, country, family_id, generation, part_from, parts, root_name, root_model_id, depth, rule, evidence, valid_from, valid_to
            from attribution where superseded_at is null
            """,
            connection) { CommandTimeout = TimeoutSeconds };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        ReadPrints(reader, places, origin, publisher, cancellationToken);
        return (origin, publisher);
    }

    private static void ReadPrints(NpgsqlDataReader reader, int[] places, long[] origin, long[] publisher, CancellationToken cancellationToken)
    {
        while (reader.Read())
        {
            var print = Fingerprint.Of(
                reader.GetString(2), reader.GetString(3), Text(4), Text(5), reader.GetInt32(6), reader.GetInt32(7), reader.GetString(8),
                reader.IsDBNull(9) ? 0 : reader.GetInt32(9), reader.GetInt32(10), reader.GetString(11), Text(12), reader.GetFieldValue<DateOnly>(13),
                reader.IsDBNull(14) ? null : reader.GetFieldValue<DateOnly>(14));
            var map = reader.GetInt16(1) == (short)Data.Tables.Lens.Origin ? origin : publisher;
            if (Array.BinarySearch(places, reader.GetInt32(0)) is var place and >= 0) map[place] = unchecked(map[place] + print);
            cancellationToken.ThrowIfCancellationRequested();
        }

        string? Text(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
    }
}

/// <summary>64 bits that tell two rows of the ledger apart, within one process.</summary>
internal static class Fingerprint
{
    public static long Of(AttributedPart part, DateOnly validFrom, DateOnly? validTo) => Of(
        part.Lab.Id, part.Lab.Country, part.Family?.Id, part.Generation?.Name, part.PartFrom, part.Parts, part.RootName, part.RootModelId ?? 0,
        part.Depth, part.Rule, part.Evidence, validFrom, validTo);

    public static long Of(
        string lab, string country, string? family, string? generation, int partFrom, int parts, string root, int rootModel,
        int depth, string rule, string? evidence, DateOnly validFrom, DateOnly? validTo)
    {
        var hash = 14695981039346656037UL;
        Text(lab);
        Text(country);
        Text(family);
        Text(generation);
        Text(root);
        Text(rule);
        Text(evidence);
        Number(partFrom);
        Number(parts);
        Number(rootModel);
        Number(depth);
        Number(validFrom.DayNumber);
        if (validTo is { } end) Number(end.DayNumber);
        return (long)hash;

        void Text(string? text)
        {
            foreach (var letter in text ?? "\u0001") Number(letter);
            Number(0xFFFF);
        }

        void Number(int value) => hash = (hash ^ (uint)value) * 1099511628211UL;
    }
}
