using ModelTrends.Data.Tables;
using ModelTrends.Platform.Pipeline;
using ModelTrends.Tests.Platform;
using Npgsql;
using NpgsqlTypes;

namespace ModelTrends.Tests.Trends;

/// <summary>Observations and attributions written straight into the tables, as a poll or an import would leave them.</summary>
internal sealed class Seed(TestDatabase database)
{
    public sealed record SeenModel(int Id, string Name, string Country = "unknown", string Lab = "unknown", string? Family = null, string? PipelineTag = "text-generation", string? Relation = null, long? Parameters = null, DateOnly? Created = null);

    public sealed record Seen(int Model, long? Downloads30d = null, long? AllTime = null, int? Likes = null, int? Rank = null);

    public static readonly DateTimeOffset Recorded = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task<int> SourceAsync(string key, CoverageKind coverage = CoverageKind.Complete) => (int)(await ScalarAsync(
        "insert into source (key, title, coverage) values (@key, @key, @coverage) on conflict (key) do update set coverage = excluded.coverage returning id", ("key", key), ("coverage", coverage.ToString())))!;

    public async Task ModelsAsync(params IReadOnlyList<SeenModel> models)
    {
        foreach (var m in models)
        {
            await ExecuteAsync(
                """
                insert into model (id, name, namespace, created_at, pipeline_tag, parameters, base_relation, base_names, base_hub_ids, first_seen, last_seen, state)
                values (@id, @name, split_part(lower(@name), '/', 1), @created, @tag, @parameters, @relation, '{}', '{}', '2024-01-01', '2026-12-31', 'Listed')
                """,
                ("id", m.Id), ("name", m.Name), ("created", m.Created is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null), ("tag", m.PipelineTag),
                ("parameters", m.Parameters), ("relation", m.Relation));
            await AttributeAsync(m.Id, Lens.Origin, m.Country, m.Lab, m.Family);
            await AttributeAsync(m.Id, Lens.Publisher, m.Country, m.Lab, m.Family);
        }
    }

    public async Task AttributeAsync(int model, Lens lens, string country, string lab, string? family = null, int partFrom = 0, int partTo = 1, int parts = 1, DateTimeOffset? recorded = null) => await ExecuteAsync(
        """
        insert into attribution (model_id, lens, lab_id, country, family_id, part_from, part_to, parts, root_name, depth, rule, valid_from, recorded_at)
        values (@model, @lens, @lab, @country, @family, @from, @to, @parts, 'root', 0, 'namespace', '2020-01-01', @recorded)
        """,
        ("model", model), ("lens", (short)lens), ("lab", lab), ("country", country), ("family", family), ("from", partFrom), ("to", partTo), ("parts", parts), ("recorded", recorded ?? Recorded));

    public async Task<int> SetAsync(int source, DateOnly day, IReadOnlyCollection<Seen> rows, SetQuality quality = SetQuality.Good, int hour = 3)
    {
        await PartitionAsync(day);
        var set = (int)(await ScalarAsync(
            """
            insert into observation_set (source_id, scope, day, started_at, finished_at, state, quality, models, pages, requests, skipped_rows)
            values (@source, 'Hub', @day, @at, @at, 'Complete', @quality, @models, 1, 1, 0) returning id
            """,
            ("source", source), ("day", day), ("at", new DateTimeOffset(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero)), ("quality", quality.ToString()), ("models", rows.Count)))!;
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync("copy observation (day, set_id, model_id, downloads_30d, downloads_all_time, likes, trending_rank) from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(day, NpgsqlDbType.Date);
            await copy.WriteAsync(set, NpgsqlDbType.Integer);
            await copy.WriteAsync(row.Model, NpgsqlDbType.Integer);
            await WriteAsync(copy, row.Downloads30d, NpgsqlDbType.Bigint);
            await WriteAsync(copy, row.AllTime, NpgsqlDbType.Bigint);
            await WriteAsync(copy, row.Likes, NpgsqlDbType.Integer);
            await WriteAsync(copy, row.Rank, NpgsqlDbType.Integer);
        }

        await copy.CompleteAsync();
        return set;
    }

    public static async Task DeriveAsync(TestSite site, int source, DateOnly from, DateOnly to)
    {
        await using var scope = site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ModelTrends.Trends.Derive.DeriveTotals>().RunAsync(new ObservationChange(source, from, to), CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string sql, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync();
    }

    public async Task PartitionAsync(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        await ExecuteAsync($"create table if not exists observation_{first:yyyy_MM} partition of observation for values from ('{first:yyyy-MM-dd}') to ('{first.AddMonths(1):yyyy-MM-dd}')");
    }

    private NpgsqlCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = database.DataSource.CreateCommand(sql);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type) where T : struct => value is { } present ? copy.WriteAsync(present, type) : copy.WriteNullAsync();
}
