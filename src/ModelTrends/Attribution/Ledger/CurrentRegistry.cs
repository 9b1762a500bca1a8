using ModelTrends.Domain.Labs;
using Npgsql;

namespace ModelTrends.Attribution.Ledger;

/// <summary>The registry's files with the administrators' tags over them. Asks the database each time: the tags are few, and several processes write them.</summary>
public sealed class CurrentRegistry(NpgsqlDataSource dataSource)
{
    private (string Key, Registry Registry)? _last;

    public async Task<Registry> GetAsync(CancellationToken cancellationToken)
    {
        var tags = await ReadTagsAsync(cancellationToken);
        var key = string.Join('\n', tags);
        if (_last is { } last && string.Equals(last.Key, key, StringComparison.Ordinal)) return last.Registry;
        var registry = Registry.Load().With(tags);
        _last = (key, registry);
        return registry;
    }

    private async Task<IReadOnlyList<NamespaceOverride>> ReadTagsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select namespace, lab_id, lab_name, kind, country, evidence_url, evidence_note, author, (recorded_at at time zone 'UTC')::date
            from namespace_tag where superseded_at is null order by namespace
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tags = new List<NamespaceOverride>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tags.Add(new NamespaceOverride(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), LabKinds.Parse(reader.GetString(3))!.Value, reader.GetString(4),
                reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetFieldValue<DateOnly>(8)));
        }

        return tags;
    }
}
