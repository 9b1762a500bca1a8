using ModelTrends.Data;
using ModelTrends.Domain.Trends;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Trends.Derive;

/// <summary>Brings <c>model_trait</c> into step with the models: only those whose fields changed are looked at.</summary>
public sealed class TraitStep(NpgsqlDataSource dataSource)
{
    /// <param name="day">First day a changed value holds.</param>
    /// <returns>How many models were new or changed.</returns>
    public async Task<int> RunAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var releases = Releases.Load();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var create = new NpgsqlCommand("""
            create temporary table incoming_trait (model_id integer, task_group smallint, size_class smallint, relation smallint, vintage smallint, flags integer, released date, may_be_mainline boolean, source_hash integer) on commit drop
            """, connection, transaction))
            await create.ExecuteNonQueryAsync(cancellationToken);

        var count = await CopyAsync(connection, releases, cancellationToken);
        if (count > 0)
        {
            await using var store = new NpgsqlCommand(SqlFile.Read<TraitStep>("store-traits.sql"), connection, transaction)
                .With(("day", day), ("rules_version", Traits.RulesVersion));
            await store.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    /// <summary>Reads on one connection and writes on the other, so that three million new models never stand in memory.</summary>
    private async Task<int> CopyAsync(NpgsqlConnection target, Releases releases, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(SqlFile.Read<TraitStep>("changed-models.sql"))
            .With(("rules_version", Traits.RulesVersion), ("releases", releases.Version));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await using var copy = await target.BeginBinaryImportAsync(
            "copy incoming_trait (model_id, task_group, size_class, relation, vintage, flags, released, may_be_mainline, source_hash) from stdin (format binary)", cancellationToken);
        var count = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(1);
            var traits = Traits.Of(
                name,
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.IsDBNull(5) ? null : reader.GetFieldValue<DateOnly>(5),
                releases.Of(name));
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(reader.GetInt32(0), NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync((short)traits.TaskGroup, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync((short)traits.SizeClass, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync((short)traits.Relation, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(traits.Vintage, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync((int)traits.Flags, NpgsqlDbType.Integer, cancellationToken);
            if (traits.Released is { } released) await copy.WriteAsync(released, NpgsqlDbType.Date, cancellationToken);
            else await copy.WriteNullAsync(cancellationToken);
            await copy.WriteAsync(traits.MayBeMainline, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(reader.GetInt32(6), NpgsqlDbType.Integer, cancellationToken);
            count++;
        }

        await copy.CompleteAsync(cancellationToken);
        return count;
    }
}
