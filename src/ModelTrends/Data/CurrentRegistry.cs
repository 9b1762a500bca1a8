using ModelTrends.Domain.Labs;
using Npgsql;

namespace ModelTrends.Data;

/// <summary>The registry's files with the administrators' tags over them.</summary>
public sealed class CurrentRegistry(NpgsqlDataSource dataSource)
{
    private volatile State _last = new("", Registry.Load());

    /// <summary>As of the last look. Every question of the API looks first, see <see cref="GetAsync"/>.</summary>
    public Registry Now => _last.Registry;

    /// <summary>Asks the database each time: the tags are few, and several processes write them.</summary>
    public async Task<Registry> GetAsync(CancellationToken cancellationToken)
    {
        var tags = await ReadTagsAsync(cancellationToken);
        var key = string.Join('\n', tags);
        if (!string.Equals(_last.Key, key, StringComparison.Ordinal)) _last = new State(key, Registry.Load().With(tags));
        return _last.Registry;
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

    private sealed record State(string Key, Registry Registry);
}
