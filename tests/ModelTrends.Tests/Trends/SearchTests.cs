using ModelTrends.Platform.Pipeline;
using ModelTrends.Tests.Platform;
using ModelTrends.Trends;

namespace ModelTrends.Tests.Trends;

/// <summary>Search by name on the real archives, and the indexes it leans on.</summary>
public sealed class SearchTests(SampleDatabase sample) : IClassFixture<SampleDatabase>
{
    [Theory]
    [InlineData("Qwen/Qwen3.6-27B", "Qwen/Qwen3.6-27B")]
    [InlineData("qwen3.6-27b", "Qwen/Qwen3.6-27B")]
    [InlineData("deepsek-v4-pro", "deepseek-ai/DeepSeek-V4-Pro")]
    [InlineData("deepseek v4 pro", "deepseek-ai/DeepSeek-V4-Pro")]
    [InlineData("depseek v4 pro", "deepseek-ai/DeepSeek-V4-Pro")]
    [InlineData("Qwne3.6-27B", "Qwen/Qwen3.6-27B")]
    public async Task A_name_is_found_first_whole_in_part_with_a_slip_or_in_words(string asked, string expected)
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        var answer = await AskAsync(site, asked);

        answer.Models[0].ModelId.ShouldBe(expected);
    }

    [Theory]
    [InlineData("alibba", "alibaba")]
    [InlineData("Moonshot", "moonshot")]
    public async Task A_lab_is_found_despite_a_slip(string asked, string expected)
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        (await AskAsync(site, asked)).Labs.ShouldContain(lab => lab.Id == expected);
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("a_b")]
    [InlineData("back\\slash")]
    [InlineData("'; drop table model; --")]
    public async Task What_SQL_takes_for_signs_is_only_text(string asked)
    {
        await using var site = await TestSite.StartAsync(sample.Database);

        var before = await sample.Database.DataSource.CreateCommand("select count(*) from model").ExecuteScalarAsync();
        (await AskAsync(site, asked)).Models.Count.ShouldBeInRange(0, 10);
        (await sample.Database.DataSource.CreateCommand("select count(*) from model").ExecuteScalarAsync()).ShouldBe(before);
    }

    /// <summary>On a table too small for an index to pay the planner would read it whole; forbidden that, it shows which indexes fit the question.</summary>
    [Theory]
    [InlineData("popular_model where name ilike '%qwen%'", "ix_popular_model_name")]
    [InlineData("popular_word where word % 'deepsek'", "ix_popular_word_trigrams")]
    [InlineData("popular_word where word like '%deeps%'", "ix_popular_word_trigrams")]
    [InlineData("model where lower(name) like 'qwen/%'", "ix_model_name_prefix")]
    [InlineData("model where lower(split_part(name, '/', 2)) like 'qwen3%'", "ix_model_repository_prefix")]
    [InlineData("model where name ilike '%qwen%'", "ix_model_name_trgm")]
    public async Task Every_way_of_looking_has_its_index(string from, string index)
    {
        await using var connection = await sample.Database.DataSource.OpenConnectionAsync();
        await using (var off = new Npgsql.NpgsqlCommand("set enable_seqscan = off; set enable_indexscan = off; set enable_indexonlyscan = off", connection))
            await off.ExecuteNonQueryAsync();
        await using var command = new Npgsql.NpgsqlCommand($"explain select 1 from {from}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(0));

        string.Join('\n', plan).ShouldContain(index);
    }

    [Fact]
    public async Task The_list_of_popular_models_is_the_same_when_it_is_made_twice()
    {
        await using var site = await TestSite.StartAsync(sample.Database);
        await using var scope = site.Services.CreateAsyncScope();
        var step = scope.ServiceProvider.GetServices<IAfterObservation>().OfType<RefreshPopularModels>().Single();
        var before = await RowsAsync();

        await step.RunAsync(new ObservationChange(1, new DateOnly(2026, 5, 4), new DateOnly(2026, 5, 4)), CancellationToken.None);

        (await RowsAsync()).ShouldBe(before);
        before.Count.ShouldBeGreaterThan(1000);
    }

    private static async Task<SearchQuery.Response> AskAsync(TestSite site, string text) => await site.Services.GetRequiredService<SearchQuery>().HandleAsync(new SearchQuery.Query(text, 10));

    private async Task<List<string>> RowsAsync()
    {
        var rows = new List<string>();
        await using var command = sample.Database.DataSource.CreateCommand("select model_id || ' ' || name || ' ' || downloads from popular_model order by model_id");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        return rows;
    }
}
