using System.Text.Json.Nodes;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends;
using Npgsql;

namespace ModelTrends.Tests.Trends;

/// <summary>What is asked of the ledger's past, which has no index by model, reads it once a statement and never once a model.</summary>
public sealed class LineagePlanTests(SampleSite sample) : IClassFixture<SampleSite>
{
    /// <summary>As the planner finds the tables after an import, and as it knows them after some hours.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_question_about_the_past_reads_the_ledger_once_a_statement(bool isAnalyzed)
    {
        await using var connection = await sample.Database.DataSource.OpenConnectionAsync();
        if (isAnalyzed)
        {
            await using var analyze = new NpgsqlCommand("analyze", connection);
            await analyze.ExecuteNonQueryAsync();
        }

        var day = (DateOnly)(await ScalarAsync(connection, "select max(d.day) from trend_day d join source s on s.id = d.source_id where s.key = 'archive:trending-2026-spring'"))!;
        var source = (int)(await ScalarAsync(connection, "select id from source where key = 'archive:trending-2026-spring'"))!;
        foreach (var statement in LineageQuery.Statements)
        {
            await using var explain = new NpgsqlCommand("explain (analyze, buffers, format json) " + statement, connection);
            (string, object)[] parameters =
            [
                ("asked", ""), ("as_of", new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)), ("source_id", source), ("day", day), ("lab", "alibaba"), ("root", "Qwen/Qwen3-0.6B"), ("top", 101),
                ("names", new[] { "qwen/qwen3-0.6b", "qwen/qwen3-8b", "meta-llama/llama-3.1-8b" }), ("namespaces", new[] { "qwen", "meta-llama" }),
            ];
            foreach (var (name, value) in parameters.Where(pair => statement.Contains("@" + pair.Item1, StringComparison.Ordinal))) explain.Parameters.AddWithValue(name, value);
            var plan = JsonNode.Parse((string)(await explain.ExecuteScalarAsync())!)![0]!["Plan"]!;

            var readings = Nodes(plan).Where(node => (string?)node["Relation Name"] == "attribution").ToArray();
            readings.ShouldNotBeEmpty();
            readings.Sum(node => node["Actual Loops"]!.GetValue<double>()).ShouldBeLessThanOrEqualTo(2, plan.ToJsonString());
        }
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => [node, .. (node["Plans"]?.AsArray() ?? []).SelectMany(child => Nodes(child!))];

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
