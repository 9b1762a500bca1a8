using System.IO.Compression;
using System.Text.Json;
using ModelTrends.Domain.Labs;
using Npgsql;

namespace ModelTrends.Data;

/// <summary>What the database keeps of the registry: tags with their times, versions, and the text of the files behind each version.</summary>
public static class RegistryRecords
{
    /// <param name="moment">Tags in force then; null: now.</param>
    public static async Task<IReadOnlyList<NamespaceOverride>> TagsAsync(NpgsqlDataSource dataSource, DateTimeOffset? moment, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            select namespace, lab_id, lab_name, kind, country, evidence_url, evidence_note, author, (recorded_at at time zone 'UTC')::date
            from namespace_tag
            where case when @moment::timestamptz is null then superseded_at is null
              else recorded_at <= @moment::timestamptz and (superseded_at is null or superseded_at > @moment::timestamptz) end
            order by namespace
            """);
        command.Parameters.AddWithValue("moment", moment ?? (object)DBNull.Value);
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

    /// <summary>Every version the ledger was brought into step with, the oldest first.</summary>
    public static async Task<IReadOnlyList<KnownVersion>> HistoryAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select version, recorded_at from registry_version order by id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new List<KnownVersion>();
        while (await reader.ReadAsync(cancellationToken))
            versions.Add(new KnownVersion(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)));
        return versions;
    }

    /// <returns>Null where the text was not kept.</returns>
    public static async Task<IReadOnlyList<RegistryFile>?> FilesAsync(NpgsqlDataSource dataSource, string version, DateTimeOffset recordedAt, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "select t.content from registry_version v join registry_text t on t.version = v.files_version where v.version = @version and v.recorded_at = @recorded_at order by v.id desc limit 1");
        command.Parameters.AddWithValue("version", version);
        command.Parameters.AddWithValue("recorded_at", recordedAt);
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] content ? Unpack(content) : null;
    }

    public static byte[] Pack(IReadOnlyList<RegistryFile> files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            JsonSerializer.Serialize(gzip, files);
        return packed.ToArray();
    }

    private static RegistryFile[] Unpack(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<RegistryFile[]>(gzip)!;
    }
}
