using System.Text.Json;
using System.Text.Json.Serialization;
using ModelTrends.Data;
using ModelTrends.Domain.Labs;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Attribution.Ledger;

/// <summary>A version of the registry as it is recorded with the change it made: the text behind it, and the report of what moved.</summary>
public sealed class VersionRecord(RegistryFiles files)
{
    private static readonly JsonSerializerOptions ReportJson = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <param name="change">Null for the first version: nothing moved, everything is new.</param>
    public async Task WriteAsync(NpgsqlConnection connection, Registry registry, DateTimeOffset now, LedgerChange? change, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlFile.Read<VersionRecord>("record-version.sql"), connection);
        command.Parameters.AddWithValue("version", registry.Version);
        command.Parameters.AddWithValue("files_version", files.Registry.Version);
        command.Parameters.AddWithValue("content", RegistryRecords.Pack(files.All));
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("labs", registry.Labs.Count);
        command.Parameters.AddWithValue("namespaces", registry.NamespaceCount);
        command.Parameters.AddWithValue("families", registry.Families.Count);
        command.Parameters.Add(new NpgsqlParameter("report", NpgsqlDbType.Jsonb) { Value = change is null ? DBNull.Value : JsonSerializer.Serialize(change, ReportJson) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
