using ModelTrends.Data;
using ModelTrends.Domain.Lineage;
using Npgsql;

namespace ModelTrends.Attribution.Answers;

/// <summary>Finds one model by a present or former name, and the small graph of its bases, level by level.</summary>
public sealed class ModelLookup(NpgsqlDataSource dataSource)
{
    /// <summary>Uploaders may declare thousands of bases; a page shows the lineage of the first ones and says so.</summary>
    public const int MostModels = 500;

    public async Task<int?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<ModelLookup>("find_model.sql"));
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("namespace", Domain.Labs.ModelId.Owner(name).ToLowerInvariant());
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }

    /// <summary>The model (at index 0) with every base within reach.</summary>
    public async Task<LineageGraph> ReadGraphAsync(int modelId, CancellationToken cancellationToken)
    {
        var models = new List<LineageModel>();
        var names = new List<FormerName>();
        await ReadAsync("by_id.sql", command => command.Parameters.AddWithValue("id", modelId), models, cancellationToken);
        var known = new HashSet<int> { modelId };
        var level = models.ToList();
        for (var depth = 0; depth <= LineageGraph.MaxDepth && level.Count > 0 && models.Count < MostModels; depth++)
        {
            var baseNames = level.SelectMany(model => model.BaseNames).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostModels).ToArray();
            var hubIds = level.SelectMany(model => model.BaseHubIds).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).Take(MostModels).ToArray();
            if (baseNames.Length + hubIds.Length == 0) break;
            var found = new List<LineageModel>();
            await ReadAsync("by_base.sql", command =>
            {
                command.Parameters.AddWithValue("names", baseNames.Select(name => name.ToLowerInvariant()).ToArray());
                command.Parameters.AddWithValue("exact", baseNames);
                command.Parameters.AddWithValue("namespaces", baseNames.Select(name => Domain.Labs.ModelId.Owner(name).ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray());
                command.Parameters.AddWithValue("hub_ids", hubIds);
            }, found, cancellationToken);
            level = [.. found.Where(model => known.Add(model.Id))];
            models.AddRange(level);
            names.AddRange(await ReadNamesAsync(baseNames, cancellationToken));
        }

        return LineageGraph.Build(models, names);
    }

    private async Task ReadAsync(string file, Action<NpgsqlCommand> parameters, List<LineageModel> into, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<ModelLookup>(file));
        parameters(command);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            into.Add(new LineageModel(
                reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateOnly>(3), reader.GetBoolean(4),
                reader.GetFieldValue<string[]>(5), reader.GetFieldValue<string[]>(6)) { FirstSeen = reader.GetFieldValue<DateOnly>(7) });
        }
    }

    private async Task<IReadOnlyList<FormerName>> ReadNamesAsync(string[] names, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select name, model_id from model_name where name = any(@names)");
        command.Parameters.AddWithValue("names", names);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<FormerName>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new FormerName(reader.GetString(0), reader.GetInt32(1)));
        return found;
    }
}
